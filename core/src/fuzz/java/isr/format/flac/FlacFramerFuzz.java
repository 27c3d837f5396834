package isr.format.flac;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MediaLimitException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any frames, headers and other bytes: each byte is in one packet or one skipped run, in order, the
 * same in any chunks; positions follow one another; what is given can be written to a file.
 */
class FlacFramerFuzz {
  private static final int MAX_PIECES = 40;
  private static final byte[] HEAD = TestFrames.streamHead(64, "TITLE=x");

  @FuzzTest(maxDuration = "60s")
  void givesTheSameInAnyChunks(FuzzedDataProvider data) throws IOException {
    int chunkBytes = data.consumeInt(1, 2000);
    byte[] stream = stream(data);
    List<String> atOnce = events(stream, Math.max(1, stream.length));
    if (!events(stream, chunkBytes).equals(atOnce)) {
      throw new AssertionError("chunks of " + chunkBytes + " give other events");
    }
  }

  private static byte[] stream(FuzzedDataProvider data) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < MAX_PIECES && data.remainingBytes() > 0; i++) {
      switch (data.consumeInt(0, 6)) {
        case 0 -> stream.writeBytes(data.consumeBytes(60));
        case 1 -> stream.writeBytes(HEAD);
        case 2 -> stream.writeBytes(Arrays.copyOf(HEAD, data.consumeInt(0, HEAD.length)));
        case 3 -> stream.writeBytes(new byte[data.consumeInt(0, 300)]);
        case 4 -> {
          byte[] frame = frame(data);
          stream.writeBytes(Arrays.copyOf(frame, data.consumeInt(0, frame.length)));
        }
        default -> stream.writeBytes(frame(data));
      }
    }
    return stream.toByteArray();
  }

  private static byte[] frame(FuzzedDataProvider data) {
    boolean variable = data.consumeInt(0, 3) == 0;
    int rateCode = data.consumeInt(0, 3) == 0 ? data.consumeInt(0, 11) : 9;
    return TestFrames.frame(variable, data.consumeInt(0, 20), data.consumeInt(1, 70), rateCode, 4);
  }

  private static List<String> events(byte[] stream, int chunkBytes) throws IOException {
    Events events = new Events(stream);
    try {
      Framer framer = new FlacFramer(events);
      for (int at = 0; at < stream.length; at += chunkBytes) {
        framer.push(ByteBuffer.wrap(stream, at, Math.min(chunkBytes, stream.length - at)));
        framer.release();
      }
      framer.end();
      check(events.accounted == stream.length, "accounted for " + events.accounted);
    } catch (UnsupportedMediaException | MediaLimitException e) {
      events.told.add(String.valueOf(e.getMessage()));
    }
    return events.told;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static final class Events implements FramerSink {
    private final byte[] stream;
    private final List<String> told = new ArrayList<>();
    private FlacFrameRewriter file = new FlacFrameRewriter(TestFrames.track(0));
    private long position;
    private long accounted;

    Events(byte[] stream) {
      this.stream = stream;
    }

    @Override
    public void track(Track track) {
      told.add("track " + track);
      position = 0;
      file = new FlacFrameRewriter((FlacTrack) track);
    }

    @Override
    public void packet(Packet packet, long streamOffset) {
      check(packet.samplePosition() == position, "position " + packet.samplePosition());
      check(streamOffset - packet.byteCount() == accounted, "packet at " + streamOffset);
      ByteBuffer sent = ByteBuffer.wrap(stream, (int) accounted, packet.byteCount());
      check(sent.equals(packet.payload()), "other bytes than sent");
      position = packet.endPosition();
      accounted = streamOffset;
      file.rewrite(packet);
      told.add("packet to " + streamOffset);
    }

    @Override
    public void skipped(Skip skip) {
      check(skip.offset() == accounted, "skip at " + skip.offset());
      accounted += skip.byteCount();
      position += skip.lostSamples();
      told.add(skip.toString());
    }

    @Override
    public void title(String title) {
      told.add(title);
    }
  }
}
