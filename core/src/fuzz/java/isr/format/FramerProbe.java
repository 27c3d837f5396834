package isr.format;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What every framer of touching frames has to keep, whatever the bytes: each byte is in one packet
 * or one skipped run, in order; positions count on; a packet holds what was pushed.
 */
public final class FramerProbe implements FramerSink {
  private static final int MAX_PUSH = 700;
  private static final int MAX_PIECES = 60;
  private static final byte[] ID3 = {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 20};
  private static final byte[] TAG = {'T', 'A', 'G'};

  private final byte[] stream;
  private final int[] pushes;
  private long accounted;
  private long position;
  private @Nullable Track track;

  /**
   * A probe of a stream, and of pushes, that the input tells.
   *
   * @param frames of which the stream is made, whole or cut short, with other bytes in between
   */
  public FramerProbe(FuzzedDataProvider data, byte[]... frames) {
    this.pushes = new int[] {1 + data.consumeInt(0, MAX_PUSH), 1 + data.consumeInt(0, MAX_PUSH)};
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < MAX_PIECES && data.remainingBytes() > 0; i++) {
      switch (data.consumeInt(0, 7)) {
        case 0 -> all.writeBytes(data.consumeBytes(60));
        case 1 -> all.writeBytes(data.consumeBoolean() ? ID3 : TAG);
        case 2 -> all.writeBytes(cut(data, data.pickValue(frames)));
        default -> all.writeBytes(data.pickValue(frames));
      }
    }
    this.stream = all.toByteArray();
  }

  private static byte[] cut(FuzzedDataProvider data, byte[] frame) {
    return Arrays.copyOf(frame, data.consumeInt(0, frame.length));
  }

  /** Makes the framer to probe. */
  @FunctionalInterface
  public interface Factory {
    /** A framer for a stream's start. */
    Framer framer(FramerSink sink) throws IOException;
  }

  /** Pushes everything and checks that every byte was accounted for. */
  public void run(Factory factory) throws IOException {
    Framer framer = factory.framer(this);
    int turn = 0;
    for (int at = 0; at < stream.length; turn++) {
      int count = Math.min(pushes[turn % 2], stream.length - at);
      framer.push(ByteBuffer.wrap(stream, at, count));
      framer.release();
      at += count;
    }
    framer.end();
    check(accounted == stream.length, "accounted for " + accounted + " of " + stream.length);
  }

  @Override
  public void track(Track next) {
    check(!next.equals(track), "the same track anew");
    track = next;
    position = 0;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    check(track != null, "a packet without a track");
    check(packet.samplePosition() == position, "position " + packet.samplePosition());
    position = packet.endPosition();
    check(streamOffset - packet.byteCount() == accounted, "packet at " + streamOffset);
    ByteBuffer sent = ByteBuffer.wrap(stream, (int) accounted, packet.byteCount());
    check(sent.equals(packet.payload()), "other bytes than sent");
    accounted = streamOffset;
  }

  @Override
  public void skipped(Skip skip) {
    check(skip.byteCount() > 0 && skip.offset() == accounted, "skip at " + skip.offset());
    accounted += skip.byteCount();
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
