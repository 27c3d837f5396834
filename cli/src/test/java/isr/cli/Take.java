package isr.cli;

import isr.testing.LiveEncoding;
import isr.testing.RawClient;
import isr.testing.StreamPacket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream, as the recorder and a second listener had it.
 *
 * @param name of mount and source
 * @param encoding of the stream
 * @param listener the second listener, who was there before the recorder and stayed longer
 * @param packets what it had
 * @param segments what the recorder wrote
 * @param account of one against the other
 */
record Take(
    String name,
    LiveEncoding encoding,
    RawClient listener,
    List<StreamPacket> packets,
    List<RecordedFile> segments,
    PacketAccount account) {
  /** Reads both. */
  static Take of(String name, LiveEncoding encoding, RawClient listener, Path recordings) {
    return of(name, encoding, listener, RecordedFile.all(recordings, name, encoding));
  }

  /** Compares some of the segments. */
  static Take of(
      String name, LiveEncoding encoding, RawClient listener, List<RecordedFile> segments) {
    List<StreamPacket> packets = encoding.packets(listener.bytes());
    List<StreamPacket> recorded =
        segments.stream().flatMap(segment -> segment.packets().stream()).toList();
    return new Take(
        name, encoding, listener, packets, segments, PacketAccount.of(packets, recorded));
  }

  /** When a packet began to be heard, by the second listener's clock. */
  Instant heard(int index) {
    // It was heard when the read that brought it was over, less what came behind it in that read.
    RawClient.Chunk chunk = listener.chunkAt(packets.get(index).end() - 1);
    long samples = 0;
    for (StreamPacket packet : packets.subList(index, packets.size())) {
      if (packet.end() > chunk.to()) {
        break;
      }
      samples += packet.sampleCount();
    }
    return chunk.at().minus(duration(samples));
  }

  /** How long so many samples last. */
  Duration duration(long samples) {
    return Duration.ofNanos(samples * 1_000_000_000L / encoding.sampleRateHz());
  }

  /** How far the first audio of each segment but the first is from the time in its name. */
  List<Duration> alignment() {
    List<Duration> distances = new ArrayList<>();
    for (RecordedFile segment : segments.subList(1, segments.size())) {
      int index = PacketAccount.of(packets, segment.packets()).first();
      distances.add(Duration.between(segment.nameTime(), heard(index)).abs());
    }
    return distances;
  }

  @Override
  public String toString() {
    return name;
  }
}
