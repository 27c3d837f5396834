package isr.library;

import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds segments that were opened and never ended: by the catalogue, else in the whole ledger. */
final class Unclosed {
  /** More are left for the next time. */
  private static final int MAX_SEGMENTS = 10_000;

  /** A catalogue that takes longer is being made anew; reading the ledger is quicker then. */
  private static final Duration CATALOGUE_TIMEOUT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Unclosed.class);

  private final Path root;
  private final LedgerReader ledger;
  private final Catalogue catalogue;
  private final Indexing indexing;

  Unclosed(Path root, LedgerReader ledger, Catalogue catalogue, Indexing indexing) {
    this.root = root;
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.indexing = indexing;
  }

  /** Those whose file is there and whose source is free, in the order they were opened. */
  List<UnclosedSegment> list(Predicate<String> isFree) throws IOException, InterruptedException {
    Map<String, Boolean> free = new HashMap<>();
    return candidates().stream()
        .filter(segment -> free.computeIfAbsent(segment.source(), isFree::test))
        .filter(segment -> Files.isRegularFile(segment.file(), LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  private Collection<UnclosedSegment> candidates() throws IOException, InterruptedException {
    if (indexing.settle(CATALOGUE_TIMEOUT)) {
      try {
        return fromCatalogue();
      } catch (IOException e) {
        LOG.debug("looking for unclosed segments in the ledger: {}", e.toString());
      }
    }
    return fromLedger();
  }

  private List<UnclosedSegment> fromCatalogue() throws IOException {
    return catalogue.open(MAX_SEGMENTS).stream().flatMap(row -> of(row).stream()).toList();
  }

  private Optional<UnclosedSegment> of(RecordedSegment row) {
    if (row.source().isEmpty() || row.format().isEmpty() || row.start().isEmpty()) {
      return Optional.empty();
    }
    return of(row.source().get(), row.path(), row.format().get(), row.start().get());
  }

  private Optional<UnclosedSegment> of(
      String source, String path, String format, OffsetDateTime start) {
    return LedgerPath.resolve(root, path)
        .map(file -> new UnclosedSegment(source, path, file, format, start));
  }

  /** Memory holds those that are open at a time, which are few. */
  Collection<UnclosedSegment> fromLedger() throws IOException {
    Map<String, UnclosedSegment> open = new LinkedHashMap<>();
    ledger.readAll(
        event -> {
          if (event instanceof SegmentOpened opened && open.size() < MAX_SEGMENTS) {
            of(opened.source(), opened.path(), opened.format(), opened.start())
                .ifPresent(segment -> open.put(opened.path(), segment));
          } else if (event instanceof SegmentClosed closed) {
            open.remove(closed.path());
          } else if (event instanceof SegmentRepaired repaired) {
            open.remove(repaired.path());
          }
        });
    return open.values();
  }
}
