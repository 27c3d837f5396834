package isr.format.mpeg;

import isr.format.frames.Findings;
import isr.format.frames.FrameFile;
import isr.media.FileReport;
import isr.media.Repair;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of layers II or III strictly, and mends one, whoever wrote it: cuts off what follows
 * the last whole frame and its tags, and brings the counts of a Xing header up to what is there. A
 * file without any frame is left as it is.
 */
final class MpegFileReader implements FrameFile.Visitor {
  private final Findings findings = new Findings();
  private final SeekTable frames = new SeekTable();
  private @Nullable Track track;
  private int samplesPerFrame;
  private boolean hasInfo;
  private XingHeader xing =
      new XingHeader(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  /** The frame with the Xing header; empty when there is none. */
  private byte[] infoFrame = new byte[0];

  private long firstOffset;
  private @Nullable SideInfo previous;
  private int previousArea;
  private long heardFrom;
  private int bitrateBps;
  private boolean constantBitrate = true;

  private MpegFileReader() {}

  static FileReport inspect(FileChannel file) throws IOException {
    MpegFileReader reader = new MpegFileReader();
    FrameFile.Extent extent = FrameFile.read(file, new MpegSyntax(), reader);
    reader.checkInfo(extent);
    return reader.report();
  }

  static Repair repair(FileChannel file) throws IOException {
    MpegFileReader reader = new MpegFileReader();
    FrameFile.Extent extent = FrameFile.read(file, new MpegSyntax(), reader);
    long fileBytes = extent.fileBytes();
    while (reader.track != null && extent.hasRest()) {
      extent.cutRest(file);
      reader = new MpegFileReader(); // where a file ends decides what damage before it is taken for
      extent = FrameFile.read(file, new MpegSyntax(), reader);
    }
    long removed = fileBytes - extent.fileBytes();
    if (reader.track == null) {
      return new Repair(0, removed, removed > 0);
    }
    boolean rewritten = reader.rewriteInfo(file, extent);
    return new Repair(reader.heardSamples(), removed, removed > 0 || rewritten);
  }

  @Override
  public void fault(long offset, String rule) {
    findings.add(offset, rule);
    previous = null; // what the reservoir holds is unknown after damage
  }

  @Override
  public void frame(long offset, byte[] bytes, int at) {
    int header = MpegHeader.read(bytes, at);
    if (track == null) {
      first(offset, bytes, at);
      if (hasInfo) {
        return;
      }
    }
    if (MpegHeader.layer(header) == 3) {
      checkMainData(offset, bytes, at);
    }
    if (frames.frames() >= heardFrom) {
      int bps = MpegHeader.bitrateBps(header);
      constantBitrate &= bitrateBps == 0 || bitrateBps == bps;
      bitrateBps = bps;
    }
    frames.add(offset - firstOffset);
  }

  private void first(long offset, byte[] bytes, int at) {
    int header = MpegHeader.read(bytes, at);
    track = MpegHeader.track(header);
    samplesPerFrame = MpegHeader.sampleCount(header);
    firstOffset = offset;
    previous = new SideInfo(0, 0);
    Optional<XingHeader> found = XingHeader.read(bytes, at);
    hasInfo = found.isPresent();
    xing = found.orElse(xing);
    heardFrom = xing.lame().map(lame -> lame.droppedAtStart() / samplesPerFrame).orElse(0);
    if (hasInfo) {
      infoFrame = Arrays.copyOfRange(bytes, at, at + MpegHeader.frameBytes(header));
    }
  }

  /** The bit reservoir holds what the frames before have left free (ISO/IEC 11172-3, 2.4.3.4). */
  private void checkMainData(long offset, byte[] bytes, int at) {
    int header = MpegHeader.read(bytes, at);
    SideInfo side = SideInfo.read(bytes, at);
    SideInfo before = previous;
    int area = MpegHeader.frameBytes(header) - MpegHeader.mainDataOffset(header);
    if (!SideInfo.crcMatches(bytes, at)) {
      findings.add(offset, "the CRC of header and side information does not match");
    }
    if (before != null && side.mainDataBegin() > before.freeBytes(previousArea)) {
      findings.add(
          offset,
          "main_data_begin: at most %d expected, found %d"
              .formatted(Math.max(0, before.freeBytes(previousArea)), side.mainDataBegin()));
    }
    if (side.freeBytes(area) < 0) {
      findings.add(
          offset,
          "part2_3_length: at most %d bits expected, found %d"
              .formatted(8 * (side.mainDataBegin() + area), side.mainDataBits()));
    }
    previous = side;
    previousArea = area;
  }

  private void checkInfo(FrameFile.Extent extent) {
    if (track == null) {
      findings.add(0, "no frame of MPEG audio");
      return;
    }
    InfoFrame.Counts counts = counts(extent);
    checkCount("frames", xing.frames(), counts.frames().frames());
    checkCount("bytes", xing.bytes(), counts.bytes());
    if (xing.lame().isPresent() && !xing.lame().get().crcMatches()) {
      findings.add(firstOffset, "LAME tag: the CRC does not match");
    }
  }

  private void checkCount(String what, OptionalLong told, long there) {
    if (!holds(told, there)) {
      findings.add(
          firstOffset,
          "Xing header: %d %s told, %d there".formatted(told.getAsLong(), what, there));
    }
  }

  private static boolean holds(OptionalLong told, long there) {
    return told.isEmpty() || (int) told.getAsLong() == InfoFrame.fitting(there);
  }

  private InfoFrame.Counts counts(FrameFile.Extent extent) {
    return new InfoFrame.Counts(constantBitrate, extent.framesEnd() - firstOffset, frames, true);
  }

  private boolean rewriteInfo(FileChannel file, FrameFile.Extent extent) throws IOException {
    InfoFrame.Counts counts = counts(extent);
    byte[] before = infoFrame.clone();
    if (hasInfo && InfoFrame.isOurs(infoFrame, 0)) {
      InfoFrame.update(infoFrame, counts);
    } else if (!holds(xing.frames(), frames.frames()) || !holds(xing.bytes(), counts.bytes())) {
      XingUpdate.apply(infoFrame, counts);
    }
    if (Arrays.equals(before, infoFrame)) {
      return false;
    }
    xing = XingHeader.read(infoFrame, 0).orElse(xing);
    ByteBuffer from = ByteBuffer.wrap(infoFrame);
    while (from.hasRemaining()) {
      file.write(from, firstOffset + from.position());
    }
    return true;
  }

  private long hiddenSamples() {
    long all = frames.frames() * samplesPerFrame;
    return Math.min(all, xing.lame().map(XingHeader.Lame::droppedAtStart).orElse(0));
  }

  private long heardSamples() {
    long all = frames.frames() * samplesPerFrame;
    int atEnd = xing.lame().map(XingHeader.Lame::droppedAtEnd).orElse(0);
    return Math.max(0, all - hiddenSamples() - atEnd);
  }

  private FileReport report() {
    return new FileReport(
        Optional.ofNullable(track),
        frames.frames(),
        hiddenSamples(),
        heardSamples(),
        findings.faults(),
        findings.count());
  }
}
