package isr.format.adts;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** ADTS frames built from parts; bodies in which no sync word occurs. */
public final class AdtsFrames {
  private AdtsFrames() {}

  /** A frame that ends as a raw data block ends. */
  static byte[] frame(AdtsKind kind, int length, long seed) {
    byte[] frame = new byte[length];
    Random random = new Random(seed);
    for (int i = 7; i < length; i++) {
      frame[i] = (byte) random.nextInt(0x40);
    }
    frame[length - 1] = 0x1C; // ID_END and two bits of alignment
    frame[0] = (byte) 0xFF;
    frame[1] = (byte) (0xF0 | (kind.mpeg2() ? 8 : 0) | (kind.crc() ? 0 : 1));
    frame[2] = (byte) (kind.profile() << 6 | kind.frequencyIndex() << 2 | kind.channels() >> 2);
    frame[3] = (byte) ((kind.channels() & 3) << 6 | length >> 11);
    frame[4] = (byte) (length >> 3);
    frame[5] = (byte) (length << 5 | 0x1F);
    frame[6] = (byte) (0xFC | (kind.blocks() - 1));
    return frame;
  }

  public static byte[] frames(AdtsKind kind, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame(kind, 100 + 37 * (i % 11), i));
    }
    return all.toByteArray();
  }

  /** Fields of a header. */
  public record AdtsKind(
      boolean mpeg2, boolean crc, int profile, int frequencyIndex, int channels, int blocks) {
    /** LC, 44.1 kHz, stereo. */
    public static final AdtsKind LC = new AdtsKind(false, false, 1, 4, 2, 1);

    AdtsKind withCrc() {
      return new AdtsKind(mpeg2, true, profile, frequencyIndex, channels, blocks);
    }

    AdtsKind ofBlocks(int count) {
      return new AdtsKind(mpeg2, crc, profile, frequencyIndex, channels, count);
    }

    AdtsKind atIndex(int index) {
      return new AdtsKind(mpeg2, crc, profile, index, channels, blocks);
    }

    AdtsKind ofChannels(int configuration) {
      return new AdtsKind(mpeg2, crc, profile, frequencyIndex, configuration, blocks);
    }
  }
}
