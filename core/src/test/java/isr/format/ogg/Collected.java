package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a framer gives. */
final class Collected implements FramerSink {
  final List<Track> tracks = new ArrayList<>();
  final List<Packet> packets = new ArrayList<>();
  final List<Long> streamOffsets = new ArrayList<>();
  final List<Skip> skips = new ArrayList<>();
  final List<String> titles = new ArrayList<>();

  /** All of it in order, in words. */
  final List<String> events = new ArrayList<>();

  /** What a framer gives of the bytes, pushed at once. */
  static Collected from(byte[] stream) throws Exception {
    return inChunks(stream, Math.max(1, stream.length));
  }

  /** What the strict reader takes of the bytes: whole pages only. */
  static Collected strictly(byte[] file) throws Exception {
    Collected collected = new Collected();
    OggFramer framer = new OggFramer(collected, (offset, rule) -> {});
    framer.push(ByteBuffer.wrap(file));
    framer.end();
    return collected;
  }

  /** The same in chunks of one size, each released after it. */
  static Collected inChunks(byte[] stream, int chunkBytes) throws Exception {
    Collected collected = new Collected();
    OggFramer framer = new OggFramer(collected, Faults.NONE);
    for (int at = 0; at < stream.length; at += chunkBytes) {
      framer.push(ByteBuffer.wrap(stream, at, Math.min(chunkBytes, stream.length - at)));
      framer.release();
    }
    framer.end();
    return collected;
  }

  @Override
  public void track(Track track) {
    tracks.add(track);
    events.add("track " + track.codec() + " " + track.channels());
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    packets.add(packet.copy());
    streamOffsets.add(streamOffset);
    events.add(
        "packet %d+%d #%08x"
            .formatted(packet.samplePosition(), packet.sampleCount(), packet.payload().hashCode()));
  }

  @Override
  public void skipped(Skip skip) {
    skips.add(skip);
    events.add("skip %s %d lost %d".formatted(skip.kind(), skip.byteCount(), skip.lostSamples()));
  }

  @Override
  public void title(String title) {
    titles.add(title);
    events.add("title " + title);
  }
}
