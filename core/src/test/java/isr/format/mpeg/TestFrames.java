package isr.format.mpeg;

import isr.bytes.Crc16;
import isr.media.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Frames built from parts; bodies in which no sync word occurs. */
public final class TestFrames {
  /** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, joint stereo: 417 bytes, 381 of them main data. */
  public static final int V1_L3 = 0xFFFB_9044;

  /** MPEG-1 layer III, 128 kbit/s, 48 kHz, joint stereo: 384 bytes. */
  static final int V1_L3_48K = 0xFFFB_9444;

  /** MPEG-2 layer III, 64 kbit/s, 22.05 kHz, mono: 208 bytes. */
  static final int V2_L3_MONO = 0xFFF3_80C4;

  /** MPEG-1 layer II, 192 kbit/s, 48 kHz, stereo: 576 bytes. */
  static final int V1_L2 = 0xFFFD_A404;

  private TestFrames() {}

  /** A frame that borrows nothing and leaves nothing free. */
  public static byte[] frame(int header, long seed) {
    return frame(header, 0, seed);
  }

  /** A frame of layer III that borrows bytes and leaves as many free; of layer II without them. */
  static byte[] frame(int header, int mainDataBegin, long seed) {
    byte[] frame = new byte[MpegHeader.frameBytes(header)];
    Random random = new Random(seed);
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) random.nextInt(0x40);
    }
    ByteBuffer.wrap(frame).putInt(header);
    if (MpegHeader.layer(header) == 3) {
      int bits = 8 * (frame.length - MpegHeader.mainDataOffset(header));
      sideInfo(frame, header, mainDataBegin, bits);
    }
    return frame;
  }

  /** Side information with the main data's bits divided among the granules. */
  static void sideInfo(byte[] frame, int header, int mainDataBegin, int mainDataBits) {
    boolean mpeg1 = MpegHeader.isMpeg1(header);
    int channels = MpegHeader.channels(header);
    int parts = mpeg1 ? 2 * channels : channels;
    int restBits = mpeg1 ? 47 : 51;
    StringBuilder bits = new StringBuilder(bits(mainDataBegin, mpeg1 ? 9 : 8));
    int between = mpeg1 ? (channels == 1 ? 5 : 3) + 4 * channels : channels;
    bits.append("0".repeat(between));
    for (int i = 0; i < parts; i++) {
      int part = mainDataBits / parts + (i < mainDataBits % parts ? 1 : 0);
      bits.append(bits(part, 12)).append("0".repeat(restBits));
    }
    int at = MpegHeader.BYTES + (MpegHeader.hasCrc(header) ? 2 : 0);
    for (int i = 0; i < MpegHeader.sideInfoBytes(header); i++) {
      frame[at + i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    if (MpegHeader.hasCrc(header)) {
      int crc = Crc16.update(0xFFFF, frame, 2, 2);
      crc = Crc16.update(crc, frame, at, MpegHeader.sideInfoBytes(header));
      ByteBuffer.wrap(frame).putShort(4, (short) crc);
    }
  }

  private static String bits(int value, int count) {
    String digits = Integer.toBinaryString(value);
    return "0".repeat(count - digits.length()) + digits;
  }

  /** A run of frames that borrow nothing. */
  public static byte[] frames(int header, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame(header, i));
    }
    return all.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static byte[] payloads(List<Packet> packets) {
    return join(packets.stream().map(packet -> packet.payload().array()).toArray(byte[][]::new));
  }
}
