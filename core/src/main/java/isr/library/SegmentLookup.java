package isr.library;

import isr.library.LedgerEvent.SegmentClosed;
import isr.library.LedgerEvent.SegmentOpened;
import isr.library.LedgerEvent.SegmentRepaired;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what the books say of one file: by the catalogue, else in the whole ledger. */
final class SegmentLookup {
  /** A catalogue that takes longer is being made anew, or can not be written. */
  private static final Duration CATALOGUE_TIMEOUT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(SegmentLookup.class);

  private final LedgerReader ledger;
  private final Catalogue catalogue;
  private final Indexing indexing;

  SegmentLookup(LedgerReader ledger, Catalogue catalogue, Indexing indexing) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.indexing = indexing;
  }

  /** The segment of that path; empty when the ledger does not know it. */
  Optional<RecordedSegment> find(String path) throws IOException, InterruptedException {
    if (indexing.settle(CATALOGUE_TIMEOUT)) {
      try {
        return catalogue
            .segment(path)
            .filter(segment -> segment.state() != RecordedSegment.State.FOUND);
      } catch (IOException e) {
        LOG.debug("looking for {} in the ledger: {}", path, e.toString());
      }
    }
    return fromLedger(path);
  }

  Optional<RecordedSegment> fromLedger(String path) throws IOException {
    Last last = new Last(path);
    ledger.readAll(last::see);
    return last.segment();
  }

  /** The last that was told of a path. */
  private static final class Last {
    private final String path;
    private Optional<SegmentOpened> opened = Optional.empty();
    private RecordedSegment.State state = RecordedSegment.State.OPEN;

    Last(String path) {
      this.path = path;
    }

    void see(LedgerEvent event) {
      if (event instanceof SegmentOpened open && open.path().equals(path)) {
        opened = Optional.of(open);
        state = RecordedSegment.State.OPEN;
      } else if (event instanceof SegmentClosed closed && closed.path().equals(path)) {
        state = RecordedSegment.State.CLOSED;
      } else if (event instanceof SegmentRepaired repaired && repaired.path().equals(path)) {
        state = RecordedSegment.State.REPAIRED;
      }
    }

    Optional<RecordedSegment> segment() {
      return opened.map(
          open ->
              new RecordedSegment(
                  path,
                  state,
                  false,
                  Optional.of(open.source()),
                  Optional.of(open.format()),
                  Optional.of(open.track()),
                  Optional.of(open.start()),
                  OptionalLong.empty(),
                  OptionalLong.empty(),
                  Optional.empty(),
                  open.route()));
    }
  }
}
