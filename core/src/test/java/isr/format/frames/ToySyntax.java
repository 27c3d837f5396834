package isr.format.frames;

import isr.media.AdtsTrack;
import isr.media.Track;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/**
 * Frames for tests: 0xFF, 0xA0 and a kind from 0 to 3, the length in 16 bits, and a byte that says
 * whether the frame is to be taken for whole when the next one does not touch it.
 */
final class ToySyntax implements FrameSyntax {
  static final int HEADER_BYTES = 5;
  static final int MAX_FRAME_BYTES = 1000;
  static final int SAMPLES = 100;

  @Override
  public int headerBytes() {
    return HEADER_BYTES;
  }

  @Override
  public int maxFrameBytes() {
    return MAX_FRAME_BYTES;
  }

  @Override
  public int frameBytes(byte[] bytes, int at) {
    if (bytes[at] != -1 || (bytes[at + 1] & 0xFC) != 0xA0) {
      return 0;
    }
    int length = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    return length >= HEADER_BYTES && length <= MAX_FRAME_BYTES ? length : 0;
  }

  @Override
  public boolean sameTrack(byte[] bytes, int first, int second) {
    return bytes[first + 1] == bytes[second + 1];
  }

  @Override
  public Track track(byte[] bytes, int at) {
    return track(bytes[at + 1] & 3);
  }

  static Track track(int kind) {
    return new AdtsTrack(true, 1, 48_000, kind);
  }

  @Override
  public int sampleCount(byte[] bytes, int at) {
    return SAMPLES;
  }

  @Override
  public boolean wholeBefore(byte[] bytes, int frame, int next) {
    return bytes[frame + 4] == 1;
  }

  /** A frame with a body by seed, in which no sync word occurs. */
  static byte[] frame(int kind, int length, boolean whole, long seed) {
    byte[] frame = junk(length, seed);
    frame[0] = -1;
    frame[1] = (byte) (0xA0 | kind);
    frame[2] = (byte) (length >>> 8);
    frame[3] = (byte) length;
    frame[4] = (byte) (whole ? 1 : 0);
    return frame;
  }

  /** A run of frames of different lengths. */
  static byte[] frames(int kind, int count, long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(frame(kind, random.nextInt(20, 300), true, random.nextLong()));
    }
    return all.toByteArray();
  }

  /** Bytes in which no frame and no tag begins. */
  static byte[] junk(int length, long seed) {
    byte[] junk = new byte[length];
    new Random(seed).nextBytes(junk);
    for (int i = 0; i < length; i++) {
      junk[i] &= 0x3F;
    }
    return junk;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
