package isr.format.ogg;

import isr.media.VorbisTrack;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Vorbis headers and packets made from parts: the least that is legal, blocks of 256 and 2048. */
final class TestVorbis {
  static final int RATE = 44_100;
  static final int SHORT = 256;
  static final int LONG = 2048;

  /** Samples of a packet by its own block and the one before. */
  static final int LONG_LONG = 1024;

  static final int SHORT_LONG = 576;

  private TestVorbis() {}

  static byte[] identification() {
    return identification(2, RATE, 0xb8);
  }

  static byte[] identification(int channels, int rate, int blockSizes) {
    ByteBuffer header = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    header.put("\1vorbis".getBytes(StandardCharsets.ISO_8859_1)).putInt(0).put((byte) channels);
    header.putInt(rate).putInt(0).putInt(128_000).putInt(0).put((byte) blockSizes).put((byte) 1);
    return header.array();
  }

  static byte[] comment(String... comments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\3vorbis".getBytes(StandardCharsets.ISO_8859_1));
    byte[] tags = TestPages.tags(comments);
    out.write(tags, 8, tags.length - 8);
    out.write(1);
    return out.toByteArray();
  }

  /** Two modes: blocks of mode 0 are short, those of mode 1 long. */
  static byte[] setup() {
    return setup(1, 1);
  }

  /** With a residue of some classes, by a class book of vectors of some dimensions. */
  static byte[] setup(int classifications, int dimensions) {
    Bits bits = new Bits("\5vorbis");
    bits.add(8, 0); // one codebook
    bits.add(24, 0x564342)
        .add(16, dimensions)
        .add(24, 2)
        .add(1, 0)
        .add(1, 0)
        .add(5, 0)
        .add(5, 0)
        .add(4, 0);
    bits.add(6, 0).add(16, 0); // one time domain transform
    bits.add(6, 0).add(16, 1).add(5, 0).add(2, 0).add(4, 0); // one floor without partitions
    bits.add(6, 0).add(16, 0).add(24, 0).add(24, 0).add(24, 0); // one residue
    bits.add(6, classifications - 1).add(8, 0);
    for (int i = 0; i < classifications; i++) {
      bits.add(3, 0).add(1, 0);
    }
    bits.add(6, 0).add(16, 0).add(1, 0).add(1, 0).add(2, 0).add(24, 0); // one mapping
    bits.add(6, 1); // two modes
    bits.add(1, 0).add(32, 0).add(8, 0);
    bits.add(1, 1).add(32, 0).add(8, 0);
    return bits.add(1, 1).bytes();
  }

  /** A packet of so many bytes. */
  static byte[] audio(boolean isLong, int bytes, long seed) {
    byte[] packet = new byte[bytes];
    new Random(seed).nextBytes(packet);
    packet[0] = (byte) (isLong ? 0xfe : 0xfc);
    return packet;
  }

  static byte[] audio(boolean isLong, long seed) {
    return audio(isLong, 30 + (int) (seed % 20), seed);
  }

  static VorbisTrack track(String... comments) {
    return new VorbisTrack(
        2,
        RATE,
        ByteBuffer.wrap(identification()),
        ByteBuffer.wrap(comment(comments)),
        ByteBuffer.wrap(setup()));
  }

  /** The header pages: one for the first packet, one for the two others. */
  static byte[] headers(int serial, String... comments) {
    return MemoryOutput.join(
        TestPages.page(OggPage.BEGIN, 0, serial, 0, identification()),
        TestPages.page(0, 0, serial, 1, comment(comments), setup()));
  }

  /** A page of four long blocks; the first page of a stream is number 1 and has fewer samples. */
  static byte[] page(int flags, int serial, int number) {
    byte[][] packets = new byte[4][];
    for (int i = 0; i < packets.length; i++) {
      packets[i] = audio(true, 10L * number + i);
    }
    long granule = 4L * LONG_LONG * number - LONG_LONG;
    return TestPages.page(flags, granule, serial, number + 1, packets);
  }

  /** A whole bitstream of so many pages of four long blocks. */
  static byte[] stream(int serial, int pages, String... comments) {
    byte[] stream = headers(serial, comments);
    for (int i = 1; i <= pages; i++) {
      stream = MemoryOutput.join(stream, page(i == pages ? OggPage.END : 0, serial, i));
    }
    return stream;
  }

  /** Writes bits, the lowest of a byte first. */
  static final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int open;
    private int count;

    Bits(String magic) {
      out.writeBytes(magic.getBytes(StandardCharsets.ISO_8859_1));
    }

    Bits add(int bits, long value) {
      for (int i = 0; i < bits; i++) {
        open |= (int) (value >> i & 1) << count++;
        if (count == 8) {
          out.write(open);
          open = 0;
          count = 0;
        }
      }
      return this;
    }

    byte[] bytes() {
      Bits padded = count == 0 ? this : add(8 - count, 0);
      return padded.out.toByteArray();
    }
  }
}
