package isr.format.flac;

import isr.bytes.Crc16;
import isr.bytes.Crc8;
import isr.media.FlacTrack;
import isr.media.Packet;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Frames built from parts: verbatim mono blocks of 16 bits, which any decoder takes. */
public final class TestFrames {
  static final int RATE = 44_100;

  private TestFrames() {}

  static FlacTrack track(int fixedBlockSize) {
    OptionalInt fixed = fixedBlockSize == 0 ? OptionalInt.empty() : OptionalInt.of(fixedBlockSize);
    return new FlacTrack(FlacTrack.Container.NATIVE, RATE, 1, 16, fixed, ByteBuffer.allocate(0));
  }

  /** A frame of a fixed block size, its samples random by the number. */
  public static byte[] fixed(long number, int blockSize) {
    return frame(false, number, blockSize, 9, 4);
  }

  /** A frame numbered by samples. */
  static byte[] variable(long sample, int blockSize) {
    return frame(true, sample, blockSize, 9, 4);
  }

  /**
   * A frame.
   *
   * @param rateCode 0 to 11 (RFC 9639, section 9.1.2)
   * @param bitsCode section 9.1.4; the samples have 16 bits whatever it says
   */
  static byte[] frame(boolean variable, long number, int blockSize, int rateCode, int bitsCode) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(variable, number, blockSize, rateCode, bitsCode));
    out.write(2); // a verbatim subframe (section 9.2.1)
    byte[] samples = new byte[2 * blockSize];
    new Random(number * 31 + blockSize).nextBytes(samples);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = samples[i] == -1 ? 0 : samples[i]; // no sync code by chance
    }
    out.writeBytes(samples);
    byte[] bytes = out.toByteArray();
    int crc = Crc16.update(0, bytes, 0, bytes.length);
    out.write(crc >>> 8);
    out.write(crc);
    return out.toByteArray();
  }

  static byte[] header(boolean variable, long number, int blockSize, int rateCode, int bitsCode) {
    byte[] coded = new byte[CodedNumber.MAX_BYTES];
    int length = CodedNumber.write(number, coded, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xFF);
    out.write(variable ? 0xF9 : 0xF8);
    out.write(7 << 4 | rateCode);
    out.write(bitsCode << 1);
    out.write(coded, 0, length);
    out.write((blockSize - 1) >>> 8);
    out.write(blockSize - 1);
    byte[] bytes = out.toByteArray();
    out.write(Crc8.of(bytes, 0, bytes.length));
    return out.toByteArray();
  }

  /** {@code fLaC}, STREAMINFO of a fixed block size, and comments. */
  public static byte[] streamHead(int blockSize, String... comments) {
    ByteBuffer block = new CommentBlock("test", List.of(comments)).write();
    ByteBuffer head = ByteBuffer.allocate(4 + 4 + FlacStreamInfo.BYTES + 4 + block.remaining());
    head.put(new byte[] {'f', 'L', 'a', 'C'}).putInt(FlacStreamInfo.BYTES);
    head.put(new FlacStreamInfo(blockSize, blockSize, 0, 0, RATE, 1, 16, 0, 0, 0).write());
    head.putInt(0x84 << 24 | block.remaining()).put(block);
    return head.array();
  }

  static Packet packet(byte[] frame) {
    int samples = FlacFrameHeader.read(ByteBuffer.wrap(frame)).orElseThrow().blockSize();
    return new Packet(ByteBuffer.wrap(frame), 0, samples);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
