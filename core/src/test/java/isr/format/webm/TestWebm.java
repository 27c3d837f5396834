package isr.format.webm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** WebM made from parts. */
public final class TestWebm {
  /** CELT, fullband, 20 ms, stereo, one frame. */
  private static final int TOC_20_MS = 0xfc;

  private TestWebm() {}

  /** An element whose size takes as few bytes as it can. */
  public static byte[] element(int id, byte[]... children) {
    byte[] data = join(children);
    return join(id(id), size(data.length), data);
  }

  /** The header of an element of unknown size, in one byte. */
  static byte[] unknown(int id) {
    return join(id(id), new byte[] {(byte) 0xFF});
  }

  /** The header of an element of that size, which takes 8 bytes. */
  static byte[] header(int id, long size) {
    return join(id(id), ByteBuffer.allocate(8).putLong(1L << 56 | size).array());
  }

  static byte[] id(int id) {
    byte[] all = ByteBuffer.allocate(4).putInt(id).array();
    int zeros = Integer.numberOfLeadingZeros(id) / 8;
    return Arrays.copyOfRange(all, zeros, 4);
  }

  static byte[] size(long value) {
    int length = 1;
    while (value >= (1L << (7 * length)) - 1) {
      length++;
    }
    byte[] all = ByteBuffer.allocate(8).putLong(value | 1L << (7 * length)).array();
    return Arrays.copyOfRange(all, 8 - length, 8);
  }

  public static byte[] number(int id, long value) {
    return element(id, ByteBuffer.allocate(8).putLong(value).array());
  }

  public static byte[] text(int id, String value) {
    return element(id, value.getBytes(StandardCharsets.US_ASCII));
  }

  public static byte[] ebml() {
    return element(Ids.EBML, number(0x4286, 1), text(Ids.DOC_TYPE, "webm"));
  }

  /** The head of a live stream with one track of Opus. */
  public static byte[] head() {
    return head(opusTrack(1, 312));
  }

  public static byte[] head(byte[]... tracks) {
    return join(
        ebml(),
        unknown(Ids.SEGMENT),
        element(Ids.INFO, number(Ids.TIMESTAMP_SCALE, 1_000_000)),
        element(Ids.TRACKS, tracks));
  }

  public static byte[] opusTrack(int number, int preSkip) {
    return track(number, 2, "A_OPUS", element(Ids.CODEC_PRIVATE, opusHead(preSkip)));
  }

  static byte[] pcmTrack(String codec, int rateHz, int channels, int bits) {
    byte[] rate = ByteBuffer.allocate(4).putFloat(rateHz).array();
    return track(
        1,
        2,
        codec,
        element(
            Ids.AUDIO,
            element(Ids.SAMPLING_FREQUENCY, rate),
            number(Ids.CHANNELS, channels),
            number(Ids.BIT_DEPTH, bits)));
  }

  static byte[] track(int number, int type, String codec, byte[]... more) {
    return element(
        Ids.TRACK_ENTRY,
        number(Ids.TRACK_NUMBER, number),
        number(Ids.TRACK_TYPE, type),
        text(Ids.CODEC_ID, codec),
        join(more));
  }

  public static byte[] opusHead(int preSkip) {
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 2);
    return head.putShort((short) preSkip).putInt(48_000).array();
  }

  /** A live Cluster of unknown size with blocks of one packet of 20 ms each. */
  public static byte[] cluster(long millis, int firstPacket, int count) {
    byte[][] parts = new byte[count + 1][];
    parts[0] = join(unknown(Ids.CLUSTER), number(Ids.TIMESTAMP, millis));
    for (int i = 0; i < count; i++) {
      parts[i + 1] = simpleBlock(1, 20 * i, packet(firstPacket + i));
    }
    return join(parts);
  }

  /** Head and Clusters of 10 packets. */
  public static byte[] stream(int clusters) {
    byte[][] parts = new byte[clusters + 1][];
    parts[0] = head();
    for (int i = 0; i < clusters; i++) {
      parts[i + 1] = cluster(200L * i, 10 * i, 10);
    }
    return join(parts);
  }

  public static byte[] simpleBlock(int track, int ticks, byte[] data) {
    return element(Ids.SIMPLE_BLOCK, block(track, ticks, 0, data));
  }

  static byte[] block(int track, int ticks, int flags, byte[]... data) {
    byte[] head = {(byte) (ticks >> 8), (byte) ticks, (byte) flags};
    return join(size(track), head, join(data));
  }

  /** A packet of Opus, of its own length and content. */
  public static byte[] packet(int number) {
    byte[] packet = new byte[60 + 7 * (number % 13)];
    new Random(number).nextBytes(packet);
    packet[0] = (byte) TOC_20_MS;
    return packet;
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
