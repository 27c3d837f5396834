package isr.format.ogg;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The modes of a Vorbis stream, which the setup header ends with; all that comes before them has to
 * be gone through to find them (Vorbis I, section 4.2.4).
 *
 * <p>No table of the header is kept, so that it costs no memory; its length bounds the time.
 *
 * @param modes how many, 1 to 64
 * @param longBlocks bit n: blocks of mode n are long
 * @param tableValues how many numbers the tables of a decoder hold
 */
record VorbisSetup(int modes, long longBlocks, long tableValues) {
  static final String MAGIC = "\5vorbis";

  /** Floor, residue and mapping headers begin with their type; of a mapping only 0 is known. */
  private static final int TYPE_BITS = 16;

  /** Values of a cascade of residue books. */
  private static final int CASCADE_BITS = 8;

  /** Whether blocks of a mode, below {@link #modes}, are long. */
  boolean isLong(int mode) {
    return (longBlocks >>> mode & 1) == 1;
  }

  /**
   * Reads the packet.
   *
   * @param channels of the identification header
   * @return empty when the packet breaks the rules
   */
  static Optional<VorbisSetup> read(ByteBuffer packet, int channels) {
    return new Reader(packet, channels).read();
  }

  /** Goes through one header; every step says whether the rules hold so far. */
  private static final class Reader {
    private final ByteBuffer packet;
    private final VorbisBits bits;
    private final int channels;
    private final int[] dimensions = new int[256];
    private long tableValues;

    /** Of the classes of residues: a decoder may have them for each submap of each mode. */
    private long classValues;

    private long mostSubmaps = 1;

    Reader(ByteBuffer packet, int channels) {
      this.packet = packet;
      this.bits = new VorbisBits(packet);
      this.channels = channels;
    }

    Optional<VorbisSetup> read() {
      if (!OggMappings.begins(packet, MAGIC)) {
        return Optional.empty();
      }
      bits.skip(8L * MAGIC.length());
      boolean holds = codebooks() && times() && floors() && residues();
      return holds ? mappings() : Optional.empty();
    }

    private boolean codebooks() {
      int count = bits.read(8) + 1;
      for (int i = 0; i < count; i++) {
        Optional<VorbisCodebook> book = VorbisCodebook.pass(bits);
        if (book.isEmpty()) {
          return false;
        }
        tableValues += book.get().tableValues();
        dimensions[i] = book.get().dimensions();
      }
      return true;
    }

    private boolean times() {
      int count = bits.read(6) + 1;
      boolean holds = true;
      for (int i = 0; i < count; i++) {
        holds &= bits.read(TYPE_BITS) == 0;
      }
      return holds && !bits.overrun();
    }

    private boolean floors() {
      int count = bits.read(6) + 1;
      boolean holds = true;
      for (int i = 0; i < count && holds; i++) {
        int type = bits.read(TYPE_BITS);
        if (type == 0) {
          floor0();
        } else {
          floor1();
        }
        holds = type <= 1 && !bits.overrun();
      }
      return holds;
    }

    /** Order, rate, map size, amplitude bits and offset, and a list of books (section 6.2.1). */
    private void floor0() {
      bits.skip(8 + 16 + 16 + 6 + 8);
      bits.skip(8L * (bits.read(4) + 1));
    }

    /** Vorbis I, section 7.2.2. */
    private void floor1() {
      int[] classes = new int[bits.read(5)];
      int highest = -1;
      for (int i = 0; i < classes.length; i++) {
        classes[i] = bits.read(4);
        highest = Math.max(highest, classes[i]);
      }
      int[] dimensions = new int[highest + 1];
      for (int i = 0; i <= highest; i++) {
        dimensions[i] = bits.read(3) + 1;
        int subclasses = bits.read(2);
        bits.skip(subclasses == 0 ? 0 : 8);
        bits.skip(8L << subclasses);
      }
      bits.skip(2); // multiplier
      int rangeBits = bits.read(4);
      for (int partition : classes) {
        bits.skip((long) dimensions[partition] * rangeBits);
      }
    }

    private boolean residues() {
      int count = bits.read(6) + 1;
      boolean holds = true;
      for (int i = 0; i < count && holds; i++) {
        holds = bits.read(TYPE_BITS) <= 2;
        residue();
        holds &= !bits.overrun();
      }
      return holds;
    }

    /** Vorbis I, section 8.6.1. */
    private void residue() {
      long begin = bits.read(24);
      long span = bits.read(24) - begin;
      tableValues += Math.max(0, span) / (bits.read(24) + 1) * channels; // partition size
      int classifications = bits.read(6) + 1;
      int dimension = dimensions[bits.read(8)]; // of the class book
      classValues += VorbisCodebook.power(classifications, dimension) * (1L + dimension);
      int books = 0;
      for (int i = 0; i < classifications; i++) {
        int cascade = bits.read(3);
        cascade |= bits.flag() ? bits.read(CASCADE_BITS - 3) << 3 : 0;
        books += Integer.bitCount(cascade);
      }
      bits.skip(8L * books);
    }

    private Optional<VorbisSetup> mappings() {
      int count = bits.read(6) + 1;
      boolean holds = true;
      for (int i = 0; i < count && holds; i++) {
        holds = bits.read(TYPE_BITS) == 0 && mapping() && !bits.overrun();
      }
      return holds ? modes(count) : Optional.empty();
    }

    /** Vorbis I, section 4.2.4, mappings. */
    private boolean mapping() {
      int submaps = bits.flag() ? bits.read(4) + 1 : 1;
      mostSubmaps = Math.max(mostSubmaps, submaps);
      int couplings = bits.flag() ? bits.read(8) + 1 : 0;
      bits.skip(2L * couplings * VorbisBits.ilog(channels - 1));
      boolean holds = bits.read(2) == 0;
      bits.skip(submaps > 1 ? 4L * channels : 0);
      bits.skip(3L * 8 * submaps);
      return holds;
    }

    private Optional<VorbisSetup> modes(int mappings) {
      int count = bits.read(6) + 1;
      long longBlocks = 0;
      boolean holds = true;
      for (int i = 0; i < count; i++) {
        longBlocks |= bits.flag() ? 1L << i : 0;
        holds &= bits.read(16) == 0; // window type
        holds &= bits.read(TYPE_BITS) == 0;
        holds &= bits.read(8) < mappings;
      }
      holds &= bits.flag() && !bits.overrun(); // framing bit
      return holds
          ? Optional.of(
              new VorbisSetup(count, longBlocks, tableValues + count * mostSubmaps * classValues))
          : Optional.empty();
    }
  }
}
