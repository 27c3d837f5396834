package isr.format.adts;

import isr.format.frames.Findings;
import isr.format.frames.FrameFile;
import isr.media.FileReport;
import isr.media.Repair;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of ADTS frames strictly, and cuts off what follows the last whole one. A file
 * without any frame is left as it is.
 */
final class AdtsFileReader implements FrameFile.Visitor {
  private final AdtsSyntax syntax = new AdtsSyntax();
  private final Findings findings = new Findings();
  private @Nullable Track track;
  private long frameCount;
  private long sampleCount;

  private AdtsFileReader() {}

  static FileReport inspect(FileChannel file) throws IOException {
    AdtsFileReader reader = new AdtsFileReader();
    FrameFile.read(file, reader.syntax, reader);
    if (reader.track == null) {
      reader.findings.add(0, "no ADTS frame");
    }
    return reader.report();
  }

  static Repair repair(FileChannel file) throws IOException {
    AdtsFileReader reader = new AdtsFileReader();
    FrameFile.Extent extent = FrameFile.read(file, reader.syntax, reader);
    long fileBytes = extent.fileBytes();
    while (reader.track != null && extent.hasRest()) {
      extent.cutRest(file);
      reader = new AdtsFileReader(); // where a file ends decides what damage before it is taken for
      extent = FrameFile.read(file, reader.syntax, reader);
    }
    long removed = fileBytes - extent.fileBytes();
    return new Repair(reader.sampleCount, removed, removed > 0);
  }

  @Override
  public void frame(long offset, byte[] bytes, int at) {
    if (track == null) {
      track = syntax.track(bytes, at);
    }
    frameCount++;
    sampleCount += syntax.sampleCount(bytes, at);
  }

  @Override
  public void fault(long offset, String rule) {
    findings.add(offset, rule);
  }

  private FileReport report() {
    return new FileReport(
        Optional.ofNullable(track),
        frameCount,
        0,
        sampleCount,
        findings.faults(),
        findings.count());
  }
}
