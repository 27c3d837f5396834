package isr.format.ogg;

import isr.bytes.Crc16;
import isr.bytes.Crc8;
import isr.format.flac.FlacStreamInfo;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** FLAC headers and frames made from parts: stereo, 16 bit, 44.1 kHz, constant subframes. */
final class TestFlac {
  static final int BLOCK = 4096;

  private TestFlac() {}

  /** STREAMINFO of a fixed block size, with a total of so many samples. */
  static FlacStreamInfo info(long totalSamples) {
    return new FlacStreamInfo(BLOCK, BLOCK, 0, 0, 44_100, 2, 16, totalSamples, 0, 0);
  }

  /** The first packet, which announces so many header packets. */
  static byte[] head(long totalSamples, int announced) {
    ByteBuffer head = ByteBuffer.allocate(51);
    head.put((byte) 0x7f).put("FLAC".getBytes(StandardCharsets.US_ASCII));
    head.put((byte) 1).put((byte) 0).putShort((short) announced);
    head.put("fLaC".getBytes(StandardCharsets.US_ASCII)).putInt(34);
    return head.put(info(totalSamples).write()).array();
  }

  /** A metadata block. */
  static byte[] block(int type, boolean last, byte[] content) {
    ByteBuffer block = ByteBuffer.allocate(4 + content.length);
    block.putInt(((last ? 0x80 : 0) | type) << 24 | content.length);
    return block.put(content).array();
  }

  /** A block of comments. */
  static byte[] comments(boolean last, String... comments) {
    byte[] tags = TestPages.tags(comments);
    return block(4, last, Arrays.copyOfRange(tags, 8, tags.length));
  }

  /** A frame of a number below 128; a last block may be smaller. */
  static byte[] frame(int number, int blockSize) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {-1, (byte) 0xf8, 0x79, 0x18, (byte) number});
    frame.write((blockSize - 1) >> 8);
    frame.write(blockSize - 1);
    frame.write(Crc8.of(frame.toByteArray(), 0, frame.size()));
    frame.writeBytes(new byte[] {0, (byte) number, 1, 0, (byte) number, 2});
    int crc = Crc16.update(0, frame.toByteArray(), 0, frame.size());
    frame.write(crc >> 8);
    frame.write(crc);
    return frame.toByteArray();
  }

  /** The header pages. */
  static byte[] headers(int serial, String... comments) {
    return MemoryOutput.join(
        TestPages.page(OggPage.BEGIN, 0, serial, 0, head(0, 1)),
        TestPages.page(0, 0, serial, 1, comments(true, comments)));
  }

  /** A page of four full frames. */
  static byte[] page(int flags, int serial, int number) {
    byte[][] frames = new byte[4][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(4 * (number - 1) + i, BLOCK);
    }
    return TestPages.page(flags, 4L * BLOCK * number, serial, number + 1, frames);
  }

  /** A whole bitstream of so many pages of four frames. */
  static byte[] stream(int serial, int pages, String... comments) {
    byte[] stream = headers(serial, comments);
    for (int i = 1; i <= pages; i++) {
      stream = MemoryOutput.join(stream, page(i == pages ? OggPage.END : 0, serial, i));
    }
    return stream;
  }
}
