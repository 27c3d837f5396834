package isr.format.ogg;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any pages, and any bytes between them, give the same events in any chunks, positions that follow
 * one another, and no exception but that of a codec that is not done. Checksums are made right,
 * else nothing would come past them.
 */
class OggFramerFuzz {
  private static final int MAX_PAGES = 40;

  @FuzzTest(maxDuration = "60s")
  void givesTheSameInAnyChunks(FuzzedDataProvider data) throws IOException {
    int chunkBytes = data.consumeInt(1, 5000);
    byte[] stream = stream(data);
    List<String> atOnce = events(stream, Math.max(1, stream.length), Faults.NONE);
    if (!events(stream, chunkBytes, Faults.NONE).equals(atOnce)) {
      throw new AssertionError("chunks of " + chunkBytes + " give other events");
    }
    events(stream, chunkBytes, (offset, rule) -> {});
  }

  static byte[] stream(FuzzedDataProvider data) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = 0; i < MAX_PAGES && data.remainingBytes() > 0; i++) {
      switch (data.consumeInt(0, 9)) {
        case 0 -> stream.writeBytes(data.consumeBytes(60));
        case 1 -> stream.writeBytes(page(data, head()));
        case 2 -> stream.writeBytes(page(data, tags()));
        case 3 -> stream.writeBytes(page(data, TestVorbis.identification()));
        case 4 -> stream.writeBytes(page(data, changed(data, TestVorbis.setup())));
        case 5 -> stream.writeBytes(page(data, changed(data, TestFlac.head(0, 1))));
        case 6 -> stream.writeBytes(page(data, changed(data, TestFlac.frame(1, 4096))));
        default -> stream.writeBytes(page(data, data.consumeBytes(300)));
      }
    }
    return stream.toByteArray();
  }

  private static byte[] page(FuzzedDataProvider data, byte[] body) {
    byte[] wanted = data.consumeBytes(12);
    byte[] page = new byte[OggPage.HEADER_BYTES + wanted.length + 1 + body.length];
    ByteBuffer header = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {'O', 'g', 'g', 'S', 0, data.consumeByte()});
    header.putLong(data.consumeBoolean() ? data.consumeLong() : data.consumeInt(0, 200_000));
    header.putInt(data.consumeInt(0, 2)).putInt(data.consumeInt(0, 6)).putInt(0);
    header.put((byte) (wanted.length + 1));
    int left = body.length;
    for (byte value : wanted) {
      int lacing = Math.min(left, value & 0xff);
      header.put((byte) lacing);
      left -= lacing;
    }
    int last = Math.min(left, OggPage.FULL_SEGMENT);
    header.put((byte) last).put(body, 0, body.length - left + last);
    OggPage.putInt(page, OggPage.CHECKSUM, OggPage.checksum(page, 0, header.position()));
    return Arrays.copyOf(page, header.position());
  }

  /** A few bytes that are other than they were. */
  private static byte[] changed(FuzzedDataProvider data, byte[] packet) {
    for (int i = data.consumeInt(0, 4); i > 0; i--) {
      packet[data.consumeInt(0, packet.length - 1)] = data.consumeByte();
    }
    return packet;
  }

  private static byte[] head() {
    return new byte[] {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 56, 1, 0, 0, 0, 0, 0, 0, 0};
  }

  private static byte[] tags() {
    return new byte[] {'O', 'p', 'u', 's', 'T', 'a', 'g', 's', 0, 0, 0, 0, 0, 0, 0, 0};
  }

  private static List<String> events(byte[] stream, int chunkBytes, Faults faults)
      throws IOException {
    Events events = new Events();
    try {
      OggFramer framer = new OggFramer(events, faults);
      for (int at = 0; at < stream.length; at += chunkBytes) {
        framer.push(ByteBuffer.wrap(stream, at, Math.min(chunkBytes, stream.length - at)));
        framer.release();
      }
      framer.end();
    } catch (UnsupportedMediaException e) {
      events.told.add(String.valueOf(e.getMessage()));
    }
    return events.told;
  }

  /** Checks that positions follow one another but for what is told as lost. */
  private static final class Events implements FramerSink {
    private final List<String> told = new ArrayList<>();
    private long position;

    @Override
    public void track(Track track) {
      told.add("track " + track.channels());
      position = 0;
    }

    @Override
    public void packet(Packet packet, long streamOffset) {
      if (packet.samplePosition() != position) {
        throw new AssertionError("expected " + position + ", found " + packet);
      }
      position = packet.endPosition();
      told.add(position + " " + packet.payload().hashCode() + " " + streamOffset);
    }

    @Override
    public void skipped(Skip skip) {
      told.add(skip.toString());
      position += skip.lostSamples();
    }

    @Override
    public void title(String title) {
      told.add(title);
    }
  }
}
