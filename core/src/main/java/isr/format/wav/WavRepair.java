package isr.format.wav;

import isr.format.frames.TrailingTags;
import isr.media.Repair;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings the sizes of a WAV file up to what is really there, whoever wrote it, and cuts off an
 * incomplete last sample. A file without {@code fmt } and {@code data} is left as it is.
 *
 * <p>Samples reach to where the data chunk says, when nothing but chunks follows there; else to the
 * end of the file, or to the ID3, APE or Lyrics3 tags at its end. Seen: arecord tells 2 GiB until
 * it is closed, ffmpeg and sox 0xFFFFFFFF or 0.
 */
final class WavRepair {
  private static final Set<Integer> UNCOMPRESSED = Set.of(1, 3, 6, 7);

  private final FileChannel file;
  private final WavLayout layout;
  private final int align;

  private WavRepair(FileChannel file, WavLayout layout, int align) {
    this.file = file;
    this.layout = layout;
    this.align = align;
  }

  /**
   * Mends it in place.
   *
   * @throws UnsupportedMediaException when it has grown beyond 4 GiB without room for a ds64 chunk
   */
  static Repair repair(FileChannel file) throws IOException {
    WavLayout layout = WavLayout.read(file);
    int align = layout.fmt().map(WavLayout.Fmt::blockAlign).orElse(0);
    if (align == 0 || !layout.hasData()) {
      return new Repair(0, 0, false);
    }
    return new WavRepair(file, layout, align).mend();
  }

  private Repair mend() throws IOException {
    if (sizesHold()) {
      return new Repair(layout.audibleBytes() / align, 0, false);
    }
    OptionalLong chunksEnd = chunksEnd();
    long dataBytes =
        chunksEnd.isPresent() ? layout.dataTold() : layout.bytesThere() / align * align;
    if (dataBytes == 0) {
      return new Repair(0, 0, false);
    }
    long dataEnd = layout.dataPosition() + dataBytes + (dataBytes & 1);
    long end = Math.max(dataEnd, chunksEnd.orElse(dataEnd));
    end = hasTags() ? Math.min(end, layout.contentEnd()) : end; // no room for a pad byte
    boolean changed = setSizes(end - 8, dataBytes);
    changed |= setLength(dataEnd, end);
    return new Repair(dataBytes / align, Math.max(0, layout.contentEnd() - end), changed);
  }

  private boolean hasTags() {
    return layout.contentEnd() < layout.fileBytes();
  }

  private boolean sizesHold() {
    return layout.riffTold() == layout.contentEnd() - 8
        && layout.dataTold() <= layout.bytesThere()
        && layout.dataTold() % align == 0;
  }

  /** Where the chunks behind the samples end, when the data chunk's size leads to such. */
  private OptionalLong chunksEnd() throws IOException {
    long told = layout.dataTold();
    long there = layout.bytesThere();
    if (told > there || told == 0 || told == there) {
      return OptionalLong.empty();
    }
    long behind = layout.dataPosition() + told;
    OptionalLong padded = layout.chunksEnd(behind + (told & 1));
    return padded.isPresent() ? padded : layout.chunksEnd(behind); // some leave the pad byte out
  }

  private boolean setLength(long dataEnd, long end) throws IOException {
    if (end < layout.contentEnd()) {
      TrailingTags.moveTo(file, end, layout.contentEnd());
    } else if (end > layout.contentEnd()) {
      write(dataEnd - 1, ByteBuffer.allocate(1)); // the pad byte of an odd data chunk
    }
    return end != layout.contentEnd();
  }

  private boolean setSizes(long riffBytes, long dataBytes) throws IOException {
    boolean large = riffBytes > WavHeader.MAX_RIFF_SIZE;
    boolean changed = false;
    if (large || layout.isRf64()) {
      changed = setLargeSizes(large, riffBytes, dataBytes);
    }
    changed |= set(0, large ? WavHeader.RF64 : WavHeader.RIFF);
    changed |= set(4, large ? WavHeader.IN_DS64 : (int) riffBytes);
    changed |= set(layout.dataPosition() - 4, large ? WavHeader.IN_DS64 : (int) dataBytes);
    if (layout.factPosition().isPresent() && isUncompressed()) {
      int samples = (int) Math.min(dataBytes / align, 0xFFFF_FFFFL);
      changed |= set(layout.factPosition().getAsLong(), samples);
    }
    return changed;
  }

  /** PCM, floating point, A-law, mu-law: a block is a sample. */
  private boolean isUncompressed() {
    return layout.fmt().filter(fmt -> UNCOMPRESSED.contains(fmt.tag())).isPresent();
  }

  /** EBU Tech 3306, section 3: JUNK in front of all other chunks becomes ds64, or ds64 JUNK. */
  private boolean setLargeSizes(boolean large, long riffBytes, long dataBytes) throws IOException {
    if (layout.roomPosition().isEmpty()) {
      throw new UnsupportedMediaException(
          "a WAV file of more than 4 GiB without room for a ds64 chunk");
    }
    long at = layout.roomPosition().getAsLong();
    boolean changed = set(at, large ? WavHeader.DS64 : WavHeader.JUNK);
    changed |= setLong(at + 8, large ? riffBytes : 0);
    changed |= setLong(at + 16, large ? dataBytes : 0);
    changed |= setLong(at + 24, large ? dataBytes / align : 0);
    changed |= set(at + 32, 0);
    return changed;
  }

  private boolean set(long position, int value) throws IOException {
    return put(position, little(4).putInt(value).flip());
  }

  private boolean setLong(long position, long value) throws IOException {
    return put(position, little(8).putLong(value).flip());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes what differs from what is there; whether it did. */
  private boolean put(long position, ByteBuffer bytes) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(bytes.remaining());
    while (before.hasRemaining() && file.read(before, position + before.position()) >= 0) {}
    if (before.flip().equals(bytes)) {
      return false;
    }
    write(position, bytes);
    return true;
  }

  private void write(long position, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes, position + bytes.position());
    }
  }
}
