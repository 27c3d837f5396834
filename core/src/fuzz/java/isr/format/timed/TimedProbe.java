package isr.format.timed;

import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a framer of timestamped packets has to keep, whatever the bytes: the same events in any
 * chunks, positions that follow one another but for what is told as lost, packets that are bytes of
 * the stream, in order, memory that stays small, and no exception but the typed ones.
 */
public final class TimedProbe implements FramerSink {
  private static final int MAX_KEPT_BYTES = 4 << 20;

  private final byte[] stream;
  private final List<String> told = new ArrayList<>();
  private long position;
  private long streamEnd;
  private boolean raw;

  private TimedProbe(byte[] stream) {
    this.stream = stream;
  }

  /** Pushes the stream at once and in chunks. */
  public static void run(
      Function<FramerSink, ContainerFramer> framer, byte[] stream, int chunkBytes)
      throws IOException {
    List<String> atOnce = events(framer, stream, Math.max(1, stream.length));
    List<String> inChunks = events(framer, stream, chunkBytes);
    check(atOnce.equals(inChunks), "chunks of " + chunkBytes + " give " + inChunks);
  }

  private static List<String> events(
      Function<FramerSink, ContainerFramer> factory, byte[] stream, int chunkBytes)
      throws IOException {
    TimedProbe probe = new TimedProbe(stream);
    ContainerFramer framer = factory.apply(probe);
    try {
      for (int at = 0; at < stream.length; at += chunkBytes) {
        framer.push(ByteBuffer.wrap(stream, at, Math.min(chunkBytes, stream.length - at)));
        framer.release();
        check(framer.in.array().length < MAX_KEPT_BYTES, "keeps " + framer.in.array().length);
      }
      framer.end();
    } catch (MalformedMediaException | UnsupportedMediaException | MediaLimitException e) {
      probe.told.add(String.valueOf(e.getMessage()));
    }
    return probe.told;
  }

  @Override
  public void track(Track track) {
    told.add("track " + track.codec() + " " + track.channels());
    raw = !track.codec().equals("aac");
    position = 0;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    check(packet.samplePosition() == position, "expected " + position + ", found " + packet);
    check(streamOffset >= streamEnd && streamOffset <= stream.length, "ends at " + streamOffset);
    int length = packet.byteCount();
    check(
        !raw
            || ByteBuffer.wrap(stream, (int) streamOffset - length, length)
                .equals(packet.payload()),
        "other bytes than sent");
    streamEnd = streamOffset;
    position = packet.endPosition();
    told.add(position + " " + length + " " + streamOffset);
  }

  @Override
  public void skipped(Skip skip) {
    check(skip.lostSamples() >= 0 && skip.byteCount() >= 0, skip.toString());
    told.add(skip.toString());
    position += skip.lostSamples();
  }

  @Override
  public void title(String title) {
    throw new AssertionError("a title: " + title);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
