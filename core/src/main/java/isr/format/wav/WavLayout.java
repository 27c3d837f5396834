package isr.format.wav;

import isr.format.frames.TrailingTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the chunks of a WAV file are and what they tell, up to the samples; whoever wrote it.
 *
 * <p>Sizes are as they are told: those of a file that was never closed are wrong.
 */
final class WavLayout {
  /** So many chunks are looked at, in front of the samples and behind them. */
  private static final int MAX_CHUNKS = 1000;

  /**
   * What is told of the samples.
   *
   * @param position of the chunk's body
   * @param tag WAVE_FORMAT_…; of WAVE_FORMAT_EXTENSIBLE, the sub-format's
   * @param blockAlign bytes of a sample of all channels; 0 is possible
   */
  record Fmt(long position, int tag, int channels, int rateHz, int blockAlign, int bits) {}

  /**
   * The 64-bit sizes.
   *
   * @param position of the chunk's body
   */
  record Ds64(long position, long riffBytes, long dataBytes) {}

  private final FileChannel file;
  private final ByteBuffer small = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
  private final long fileBytes;
  private long contentEnd;
  private final Set<Integer> idsSeen = new HashSet<>();
  private boolean isWave;
  private boolean isRf64;
  private long riffTold;
  private @Nullable Ds64 ds64;
  private @Nullable Fmt fmt;
  private long fmtBytes = -1;
  private long factPosition = -1;
  private long roomPosition = -1;
  private long dataPosition = -1;
  private long dataTold;

  private WavLayout(FileChannel file) throws IOException {
    this.file = file;
    this.fileBytes = file.size();
    this.contentEnd = fileBytes;
  }

  /** Reads it; the channel's own position is not used. */
  static WavLayout read(FileChannel file) throws IOException {
    WavLayout layout = new WavLayout(file);
    layout.readChunks();
    layout.leaveTagsOut();
    return layout;
  }

  long fileBytes() {
    return fileBytes;
  }

  /** Where the tags of other formats begin that stand behind the RIFF chunk; else the length. */
  long contentEnd() {
    return contentEnd;
  }

  /** Whether it begins as one. */
  boolean isWave() {
    return isWave;
  }

  boolean isRf64() {
    return isRf64;
  }

  /** What the RIFF chunk's size is said to be, in ds64 where the file is an RF64. */
  long riffTold() {
    Ds64 large = ds64;
    return isRf64 ? (large == null ? -1 : large.riffBytes()) : riffTold;
  }

  Optional<Fmt> fmt() {
    return Optional.ofNullable(fmt);
  }

  /** The length of a fmt chunk that can not be read; empty when there is none such. */
  OptionalLong brokenFmtBytes() {
    return fmt == null && fmtBytes >= 0 ? OptionalLong.of(fmtBytes) : OptionalLong.empty();
  }

  /** Where the count of samples of a fact chunk is. */
  OptionalLong factPosition() {
    return factPosition < 0 ? OptionalLong.empty() : OptionalLong.of(factPosition);
  }

  /** Where a chunk directly after WAVE begins that is a ds64, or can become one. */
  OptionalLong roomPosition() {
    return roomPosition < 0 ? OptionalLong.empty() : OptionalLong.of(roomPosition);
  }

  boolean hasData() {
    return dataPosition >= 0;
  }

  /** Offset of the first sample; only when there {@link #hasData is} a data chunk. */
  long dataPosition() {
    return dataPosition;
  }

  /** What the data chunk's size is said to be. */
  long dataTold() {
    return dataTold;
  }

  /** Bytes from the first sample to the end of the file, or the tags there. */
  long bytesThere() {
    return Math.max(0, contentEnd - dataPosition);
  }

  /** Bytes of samples that a reader finds. */
  long audibleBytes() {
    return Math.min(dataTold, bytesThere());
  }

  /**
   * The end of the whole chunks that follow one another from an offset, when they reach to the end
   * of the content, or to a chunk of a known name that is cut off there.
   *
   * @return empty when something else stands there
   */
  OptionalLong chunksEnd(long from) throws IOException {
    long position = from;
    for (int i = 0; i < MAX_CHUNKS && position < contentEnd; i++) {
      if (!read(position, 8) || !isFourCc(small.getInt(0))) {
        return OptionalLong.empty();
      }
      long bytes = Integer.toUnsignedLong(small.getInt(4));
      if (position + 8 + bytes > contentEnd) {
        return isKnown(small.getInt(0)) ? OptionalLong.of(position) : OptionalLong.empty();
      }
      position += 8 + bytes + (bytes & 1);
    }
    return position >= contentEnd ? OptionalLong.of(contentEnd) : OptionalLong.empty();
  }

  /** What RIFF tells is no tag, whatever it looks like; unless it ends within the tags. */
  private void leaveTagsOut() throws IOException {
    long riffEnd = 8 + riffTold();
    boolean isWhole = riffEnd == fileBytes || riffEnd == fileBytes - 1;
    if (!hasData() || dataPosition > fileBytes || isWhole) {
      return;
    }
    long start = TrailingTags.start(file, dataPosition);
    boolean isPlausible = riffEnd >= dataPosition && riffEnd <= start;
    contentEnd = isPlausible ? TrailingTags.start(file, riffEnd) : start;
  }

  private void readChunks() throws IOException {
    if (!read(0, 12)) {
      return;
    }
    int riff = small.getInt(0);
    isRf64 = riff == WavHeader.RF64;
    isWave = (isRf64 || riff == WavHeader.RIFF) && small.getInt(8) == WavHeader.WAVE;
    riffTold = Integer.toUnsignedLong(small.getInt(4));
    long position = 12;
    for (int i = 0; isWave && i < MAX_CHUNKS && dataPosition < 0 && read(position, 8); i++) {
      long bytes = Integer.toUnsignedLong(small.getInt(4));
      chunk(small.getInt(0), position + 8, bytes);
      position += 8 + bytes + (bytes & 1);
    }
  }

  private void chunk(int id, long position, long bytes) throws IOException {
    boolean first = idsSeen.add(id);
    boolean large = bytes >= WavHeader.DS64_BYTES;
    if (large && position == 20 && (id == WavHeader.DS64 || id == WavHeader.JUNK)) {
      roomPosition = position - 8;
    }
    if (id == WavHeader.DATA) {
      dataPosition = position;
      Ds64 sizes = ds64;
      dataTold = bytes == 0xFFFF_FFFFL && sizes != null ? sizes.dataBytes() : bytes;
    } else if (id == WavHeader.DS64 && large && first && read(position, 24)) {
      ds64 = sizes(position, small.getLong(0), small.getLong(8));
    } else if (id == WavHeader.FMT && first) {
      fmt(position, bytes);
    } else if (id == WavHeader.FACT && bytes >= 4 && first) {
      factPosition = position;
    }
  }

  /** A size that is negative as a signed number is larger than any file. */
  private static Ds64 sizes(long position, long riffBytes, long dataBytes) {
    return new Ds64(position, riffBytes, dataBytes < 0 ? Long.MAX_VALUE : dataBytes);
  }

  private void fmt(long position, long bytes) throws IOException {
    fmtBytes = bytes;
    if (bytes < 16 || !read(position, bytes >= 40 ? 40 : 16)) {
      return;
    }
    int tag = Short.toUnsignedInt(small.getShort(0));
    if (tag == WavHeader.WAVE_FORMAT_EXTENSIBLE && bytes >= 40) {
      tag = Short.toUnsignedInt(small.getShort(24));
    }
    int channels = Short.toUnsignedInt(small.getShort(2));
    int blockAlign = Short.toUnsignedInt(small.getShort(12));
    fmt = new Fmt(position, tag, channels, small.getInt(4), blockAlign, small.getShort(14));
  }

  /** Four printable characters of ASCII. */
  private static boolean isFourCc(int id) {
    for (int shift = 0; shift < 32; shift += 8) {
      int unit = id >>> shift & 0xFF;
      if (unit < ' ' || unit > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(int id) {
    return WavHeader.TRAILING.contains(id);
  }

  private boolean read(long position, int bytes) throws IOException {
    small.clear().limit(bytes);
    while (small.hasRemaining()) {
      int count = file.read(small, position + small.position());
      if (count < 0) {
        return false;
      }
    }
    return true;
  }
}
