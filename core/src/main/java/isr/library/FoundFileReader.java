package isr.library;

import isr.format.MediaFormats;
import isr.library.FoundContents.KnownBy;
import isr.media.FileOutline;
import isr.media.FileReport;
import isr.media.MediaFormat;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into files that the ledger does not know. Without state; any thread. */
final class FoundFileReader {
  private static final Logger LOG = LoggerFactory.getLogger(FoundFileReader.class);

  private final Path root;

  /** Reads files below a root. */
  FoundFileReader(Path root) {
    this.root = root;
  }

  @FunctionalInterface
  private interface Look {
    FoundContents at(MediaFormat format, FileChannel file) throws IOException;
  }

  /** What its headers say: some hundred kB are read at most. */
  FoundContents outline(FoundFile found) {
    try {
      return look(found, (format, file) -> outline(found, format.outline(file)));
    } catch (ClosedByInterruptException e) {
      return outline(found, Optional.empty());
    }
  }

  /**
   * What a strict reading finds.
   *
   * @throws ClosedByInterruptException when the thread was interrupted
   */
  FoundContents whole(FoundFile found) throws ClosedByInterruptException {
    return look(found, (format, file) -> whole(found, format.inspect(file)));
  }

  /** A file that can not be read holds nothing, until it is written again. */
  private FoundContents look(FoundFile found, Look look) throws ClosedByInterruptException {
    Optional<MediaFormat> format = MediaFormats.named(found.format());
    Optional<Path> path = LedgerPath.resolve(root, found.path());
    if (format.isPresent() && path.isPresent()) {
      try (FileChannel file = open(path.get())) {
        return look.at(format.get(), file);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        LOG.debug("{}: {}", found.path(), e.toString());
      }
    }
    return new FoundContents(found, Optional.empty(), OptionalLong.empty(), KnownBy.WHOLE);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private static FoundContents outline(FoundFile found, Optional<FileOutline> outline) {
    boolean certain = outline.isPresent() && outline.get().certain();
    return new FoundContents(
        found,
        outline.map(FileOutline::track).map(TrackSummary::of),
        outline.map(FileOutline::sampleCount).orElse(OptionalLong.empty()),
        certain ? KnownBy.HEADER : KnownBy.ESTIMATE);
  }

  private static FoundContents whole(FoundFile found, FileReport report) {
    return new FoundContents(
        found,
        report.track().map(TrackSummary::of),
        report.track().isPresent() ? OptionalLong.of(report.sampleCount()) : OptionalLong.empty(),
        KnownBy.WHOLE);
  }
}
