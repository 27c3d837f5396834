package isr.format.flac;

import isr.format.frames.Findings;
import isr.format.frames.TrailingTags;
import isr.media.FileReport;
import isr.media.FlacTrack;
import isr.media.Repair;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a native file strictly, whoever wrote it, and mends one that was never closed.
 *
 * <p>All samples are decoded, for only that shows where a frame ends and what its MD5 is.
 */
final class FlacFileReader implements FlacFrames.Visitor {
  /** More than this after the last frame is no frame that was cut short: it stays. */
  private static final long MAX_CUT_BYTES = FrameStart.MAX_FRAME_BYTES;

  private final FileBytes in;
  private final Findings findings = new Findings();
  private final FlacMetadata metadata;
  private final FlacStreamInfo info;
  private final FrameCounts counts = new FrameCounts();
  private @Nullable SampleMd5 md5;
  private @Nullable FlacFrameHeader first;
  private long due;
  private long lastOffset;
  private boolean numbered = true;

  private final long metadataFaults;

  /** Whether something among the frames is none, in front of the last one. */
  private boolean damaged;

  /** Whether something so far is no frame. */
  private boolean faulty;

  /** Where the last frame ends, by its number, in samples. */
  private long lastEnd;

  /** Whether there was no fault between the first frame and the last. */
  private boolean whole = true;

  private FlacFileReader(FileBytes in, boolean needsMd5) throws IOException {
    this.in = in;
    this.metadata = FlacMetadata.read(in, findings);
    this.metadataFaults = findings.count();
    FlacStreamInfo told = metadata.info();
    this.info = told == null ? new FlacStreamInfo(0, 0, 0, 0, 0, 1, 4, 0, 0, 0) : told;
    this.md5 = needsMd5 || info.hasMd5() ? new SampleMd5(info.channels(), info.bits()) : null;
  }

  static FileReport inspect(FileChannel file) throws IOException {
    FlacFileReader reader = new FlacFileReader(new FileBytes(file), false);
    if (reader.metadata.info() != null) {
      FlacFrames.read(reader.in, reader.info, reader.metadata.end(), reader);
      reader.checkInfo();
    }
    return reader.report();
  }

  static Repair repair(FileChannel file) throws IOException {
    FlacFileReader reader = new FlacFileReader(new FileBytes(file), true);
    if (reader.metadata.info() == null) {
      return new Repair(0, 0, false);
    }
    long end = FlacFrames.read(reader.in, reader.info, reader.metadata.end(), reader);
    if (reader.first == null) {
      return new Repair(0, 0, false);
    }
    return reader.mend(file, end);
  }

  private Repair mend(FileChannel file, long framesEnd) throws IOException {
    long tagsStart = TrailingTags.start(file, framesEnd);
    long rest = tagsStart - framesEnd;
    boolean cut = rest > 0 && rest <= MAX_CUT_BYTES;
    if (cut) {
      TrailingTags.moveTo(file, framesEnd, tagsStart);
    }
    FlacStreamInfo mended = mendedInfo();
    if (!mended.equals(info)) {
      ByteBuffer from = mended.write();
      while (from.hasRemaining()) {
        file.write(from, metadata.infoOffset() + from.position());
      }
    }
    return new Repair(counts.samples(), cut ? rest : 0, cut || !mended.equals(info));
  }

  private boolean isUsable() {
    return info.sampleRateHz() > 0 && info.bits() >= 4;
  }

  /**
   * STREAMINFO as it was where nothing in it is wrong, or too much, or where it tells of a file
   * that goes to its end and is damaged within. Otherwise the MD5 is that of the samples which were
   * read, provided that no frame among them was broken or foreign.
   */
  private FlacStreamInfo mendedInfo() {
    if (!isUsable() || isCompleteButDamaged()) {
      return info;
    }
    boolean md5Wrong = info.hasMd5() && md5 != null && !md5Matches();
    boolean told = counts.samples() == info.totalSamples() && sizesHold();
    if (told && !md5Wrong && !wasLeftOpen()) {
      return info;
    }
    SampleMd5 sums = md5;
    FlacStreamInfo ended = counts.ended(track());
    boolean keepsMd5 = info.hasMd5() && !md5Wrong;
    return sums != null && (whole || keepsMd5) ? sums.tellIn(ended) : ended;
  }

  /**
   * Whether frames are broken before the last one, which ends where STREAMINFO says: that tells
   * what the file was, and its MD5 that it is not so any more.
   */
  private boolean isCompleteButDamaged() {
    return damaged
        && !wasLeftOpen()
        && info.totalSamples() > 0
        && lastEnd == info.totalSamples()
        && sizesHold();
  }

  /** Whether we have written the file, and never ended it. */
  private boolean wasLeftOpen() {
    return metadata.isOurs() && !info.hasMd5() && info.maxFrameBytes() == 0;
  }

  private boolean sizesHold() {
    return counts.maxBlockSize() <= info.maxBlockSize()
        && counts.minBlockSize() >= (counts.frames() > 1 ? info.minBlockSize() : 0)
        && (info.maxFrameBytes() == 0 || counts.maxFrameBytes() <= info.maxFrameBytes())
        && counts.minFrameBytes() >= info.minFrameBytes();
  }

  private boolean md5Matches() {
    SampleMd5 sums = md5;
    return sums != null && sums.matches(info);
  }

  @Override
  public void fault(long offset, String rule) {
    findings.add(offset, rule);
    faulty = true;
    numbered = false; // whatever the next number is, it was not counted
  }

  @Override
  public void frame(long offset, int byteCount, FlacFrameHeader header, long[][] samples) {
    if (first == null) {
      first = header;
    }
    damaged |= faulty; // what is broken behind the last frame is not within
    whole = findings.count() == metadataFaults;
    checkTrack(offset, header);
    checkNumber(offset, header);
    checkBlock(offset, header);
    counts.add(header.blockSize(), byteCount);
    lastOffset = offset;
    lastEnd = start(header) + header.blockSize();
    if (md5 != null) {
      md5.add(samples, header.blockSize());
    }
  }

  /** Samples before the frame, by its number. */
  private long start(FlacFrameHeader header) {
    FlacFrameHeader begin = first;
    int block = Math.max(info.maxBlockSize(), begin == null ? 0 : begin.blockSize());
    return header.variableBlockSize() ? header.number() : header.number() * block;
  }

  private void checkTrack(long offset, FlacFrameHeader header) {
    int rate = header.sampleRateHz().orElse(info.sampleRateHz());
    int bits = header.bits().orElse(info.bits());
    if (rate != info.sampleRateHz()
        || header.channels() != info.channels()
        || bits != info.bits()) {
      findings.add(
          offset,
          "a frame of %d Hz, %d channels, %d bits in a file of %d Hz, %d channels, %d bits"
              .formatted(
                  rate,
                  header.channels(),
                  bits,
                  info.sampleRateHz(),
                  info.channels(),
                  info.bits()));
      md5 = null;
    }
  }

  /** The numbers count from 0 (RFC 9639, section 9.1.5). */
  private void checkNumber(long offset, FlacFrameHeader header) {
    boolean variable = header.variableBlockSize();
    if (first != null && variable != first.variableBlockSize()) {
      findings.add(offset, "the blocking strategy changes");
    } else if (numbered && header.number() != due) {
      findings.add(offset, "coded number: expected " + due + ", found " + header.number());
    }
    numbered = true;
    due = header.number() + (variable ? header.blockSize() : 1);
  }

  /** What only the last block may do shows when another follows it. */
  private void checkBlock(long offset, FlacFrameHeader header) {
    if (header.blockSize() > info.maxBlockSize()) {
      findings.add(
          offset,
          "block size: at most %d expected, found %d"
              .formatted(info.maxBlockSize(), header.blockSize()));
    }
    int least = leastBlock();
    if (counts.frames() > 0 && counts.lastBlockSize() < least) {
      findings.add(
          lastOffset,
          "block size: at least %d expected in all but the last block, found %d"
              .formatted(least, counts.lastBlockSize()));
    }
  }

  private int leastBlock() {
    FlacFrameHeader begin = first;
    boolean fixed = begin != null && !begin.variableBlockSize();
    return begin != null && fixed
        ? Math.max(begin.blockSize(), info.minBlockSize())
        : info.minBlockSize();
  }

  private void checkInfo() {
    long at = metadata.infoOffset();
    if (info.totalSamples() != 0 && info.totalSamples() != counts.samples()) {
      findings.add(
          at,
          "STREAMINFO: %d samples told, %d there".formatted(info.totalSamples(), counts.samples()));
    }
    if (counts.frames() > 0
        && info.maxFrameBytes() != 0
        && counts.maxFrameBytes() > info.maxFrameBytes()) {
      findings.add(
          at,
          "STREAMINFO: frames of %d bytes at the most, found one of %d"
              .formatted(info.maxFrameBytes(), counts.maxFrameBytes()));
    }
    if (counts.frames() > 0 && counts.minFrameBytes() < info.minFrameBytes()) {
      findings.add(
          at,
          "STREAMINFO: frames of %d bytes at the least, found one of %d"
              .formatted(info.minFrameBytes(), counts.minFrameBytes()));
    }
    if (md5 != null && !md5Matches()) {
      findings.add(at + 18, "STREAMINFO: the MD5 of the samples is another one");
    }
  }

  private FlacTrack track() {
    FlacFrameHeader begin = first;
    boolean fixed = begin != null && !begin.variableBlockSize();
    int size =
        begin == null ? info.maxBlockSize() : Math.max(begin.blockSize(), counts.maxBlockSize());
    return new FlacTrack(
        FlacTrack.Container.NATIVE,
        info.sampleRateHz(),
        info.channels(),
        info.bits(),
        fixed && size >= FrameCounts.MIN_BLOCK_SIZE ? OptionalInt.of(size) : OptionalInt.empty(),
        ByteBuffer.allocate(0));
  }

  private FileReport report() {
    Optional<Track> track = isUsable() ? Optional.of(track()) : Optional.empty();
    return new FileReport(
        track, counts.frames(), 0, counts.samples(), findings.faults(), findings.count());
  }
}
