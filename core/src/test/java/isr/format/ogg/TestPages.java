package isr.format.ogg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Pages and packets made from parts. */
public final class TestPages {
  /** CELT, fullband, 20 ms, stereo, one frame. */
  static final int TOC_20_MS = 0xfc;

  static final int SAMPLES_20_MS = 960;

  private TestPages() {}

  /** A page on which all packets end. */
  public static byte[] page(int flags, long granule, int serial, int sequence, byte[]... packets) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<Integer> lacing = new ArrayList<>();
    for (byte[] packet : packets) {
      body.writeBytes(packet);
      for (int left = packet.length; left >= 0; left -= 255) {
        lacing.add(Math.min(left, 255));
      }
    }
    return raw(flags, granule, serial, sequence, lacing, body.toByteArray());
  }

  /** A page with any lacing values. */
  static byte[] raw(
      int flags, long granule, int serial, int sequence, List<Integer> lacing, byte[] body) {
    int length = 27 + lacing.size() + body.length;
    ByteBuffer page = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    page.put("OggS".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) flags);
    page.putLong(granule).putInt(serial).putInt(sequence).putInt(0).put((byte) lacing.size());
    lacing.forEach(value -> page.put((byte) (int) value));
    page.put(body);
    return withChecksum(page.array());
  }

  /** The page with a right checksum. */
  static byte[] withChecksum(byte[] page) {
    byte[] sealed = page.clone();
    OggPage.putInt(sealed, 22, OggPage.checksum(sealed, 0, sealed.length));
    return sealed;
  }

  /** A header for two channels and a pre-skip of 312. */
  static byte[] head() {
    return head(2, 312);
  }

  public static byte[] head(int channels, int preSkip) {
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) channels);
    head.putShort((short) preSkip).putInt(44_100);
    return head.array();
  }

  public static byte[] tags(String... comments) {
    ByteArrayOutputStream tags = new ByteArrayOutputStream();
    tags.writeBytes("OpusTags".getBytes(StandardCharsets.US_ASCII));
    text(tags, "vendor");
    tags.writeBytes(little(comments.length));
    for (String comment : comments) {
      text(tags, comment);
    }
    return tags.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(little(bytes.length));
    out.writeBytes(bytes);
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** A packet of 20 ms of so many bytes; the seed makes it different from others. */
  static byte[] audio(int bytes, long seed) {
    byte[] packet = new byte[bytes];
    new Random(seed).nextBytes(packet);
    packet[0] = (byte) TOC_20_MS;
    return packet;
  }

  /** The two header pages of a bitstream. */
  static byte[] headers(int serial, String... comments) {
    return MemoryOutput.join(
        page(OggPage.BEGIN, 0, serial, 0, head()), page(0, 0, serial, 1, tags(comments)));
  }

  /** A page of packets of 20 ms, the number of which is its sequence number less one. */
  public static byte[] audioPage(int flags, int serial, int number, int packets) {
    byte[][] payloads = new byte[packets][];
    for (int i = 0; i < packets; i++) {
      payloads[i] = audio(40 + i, 1000L * number + i);
    }
    long granule = (long) number * packets * SAMPLES_20_MS;
    return page(flags, granule, serial, number + 1, payloads);
  }

  /** A whole bitstream: headers and so many pages of four packets of 20 ms, the last one marked. */
  public static byte[] stream(int serial, int pages, String... comments) {
    byte[] stream = headers(serial, comments);
    for (int i = 1; i <= pages; i++) {
      int flags = i == pages ? OggPage.END : 0;
      stream = MemoryOutput.join(stream, audioPage(flags, serial, i, 4));
    }
    return stream;
  }

  /** The offsets at which pages begin, by their capture pattern. */
  static int[] pageOffsets(byte[] stream) {
    int[] offsets = new int[stream.length];
    int count = 0;
    for (int i = 0; i + 4 <= stream.length; i++) {
      if (stream[i] == 'O'
          && stream[i + 1] == 'g'
          && stream[i + 2] == 'g'
          && stream[i + 3] == 'S') {
        offsets[count++] = i;
      }
    }
    return Arrays.copyOf(offsets, count);
  }
}
