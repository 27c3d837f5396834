package isr.format.ogg;

import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows one logical bitstream of each link of a chain (RFC 3533, section 4).
 *
 * <pre>
 *   searching ── page with BOS ──▶ group ── page without BOS ──▶ following
 *                                    ▲                              │
 *                                    └──────── page with BOS ───────┘
 * </pre>
 *
 * A group is the run of pages with which the bitstreams of one link begin. Of those that are done
 * here the first is followed; the others are left out and told in sum. When none is done, {@link
 * UnsupportedMediaException} says what they are. Pages of an unknown bitstream that come after
 * damage or after the end of the one that was followed are a link whose beginning was lost: they
 * are read with the header before, where the codec allows that, and left out as damage where not.
 */
final class OggFramer implements Framer, OggPageReader.Listener {
  /** Bytes that were left out are told in parts of about this size. */
  private static final int MAX_LEFT_OUT_BYTES = 1 << 20;

  private final OggPageReader pages = new OggPageReader(this);
  private final FramerSink sink;
  private final Faults faults;
  private final OggGroup group;

  private boolean inGroup;
  private boolean begun;

  /** Pages come of a link whose headers were lost and can not be replaced. */
  private boolean lostBeginning;

  private @Nullable OggLink link;
  private @Nullable Stray stray;
  private @Nullable Skip leftOut;

  OggFramer(FramerSink sink, Faults faults) {
    this.sink = new LinkTitles(sink);
    this.faults = faults;
    this.group = new OggGroup(this.sink, faults);
  }

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    pages.push(bytes);
  }

  @Override
  public void end() throws IOException {
    pages.end();
    closeGroup(null);
    endLink();
  }

  @Override
  public void release() {
    pages.release();
  }

  @Override
  public void page(OggPage page) throws IOException {
    if (page.begins()) {
      begin(page);
      return;
    }
    closeGroup(page);
    if (link != null && link.serial() == page.serial()) {
      lostBeginning = false;
      read(link, page, takeStray());
    } else if (link != null && lostItsBeginning(page, link)) {
      adopt(page, link);
    } else {
      leaveOut(page);
    }
  }

  @Override
  public void stray(Stray bytes) throws IOException {
    stray = stray == null ? bytes : stray.and(bytes);
    if (!begun || stray.byteCount() >= MAX_LEFT_OUT_BYTES) {
      tellStray();
    }
  }

  /** Only in a live stream, where the bytes came whole by TCP; in a file no player plays them. */
  @Override
  public int cutPage(OggPage page, int available) throws IOException {
    boolean expected = faults == Faults.NONE && !inGroup && !page.begins();
    return expected && link != null && link.serial() == page.serial()
        ? link.cutShort(page, available)
        : 0;
  }

  /** The length of the link that is followed; empty when none is, or its header was lost. */
  Optional<OggLink.Length> linkLength() {
    return link == null ? Optional.empty() : link.length();
  }

  private void begin(OggPage page) throws IOException {
    boolean known = group.contains(page.serial());
    if (known) {
      faults.fault(page.offset(), "serial number: expected a new one");
    }
    if (!inGroup || known) {
      endLink();
      group.clear();
    }
    inGroup = true;
    begun = true;
    lostBeginning = false;
    if (!group.add(page)) {
      leaveOut(page);
    }
  }

  /** The first page after a group says which bitstream is followed; null at the end. */
  private void closeGroup(@Nullable OggPage page) throws IOException {
    if (inGroup) {
      inGroup = false;
      link = group.choose(page);
    }
  }

  private void endLink() throws IOException {
    if (link != null) {
      link.end(takeStray());
      link = null;
    }
    tellStray();
    tellLeftOut();
  }

  private void read(OggLink from, OggPage page, @Nullable Stray before) throws IOException {
    from.page(page, before);
    if (from.failed()) {
      endLink();
    }
  }

  private boolean lostItsBeginning(OggPage page, OggLink before) {
    return (stray != null || before.ended()) && !group.contains(page.serial());
  }

  private void adopt(OggPage page, OggLink before) throws IOException {
    Optional<OggMapping> mapping = before.successor();
    if (mapping.isEmpty()) {
      lostBeginning = true;
      leaveOut(page);
      return;
    }
    Stray between = takeStray();
    endLink();
    faults.fault(page.offset(), "expected the page that begins a bitstream");
    group.clear();
    link = new OggLink(sink, faults, mapping.get(), page.serial());
    read(link, page, between);
  }

  /** A page that is not followed, in a bitstream that is not done or not begun. */
  private void leaveOut(OggPage page) throws IOException {
    Skip.Kind kind = leftOutKind();
    if (leftOut != null && leftOut.kind() != kind) {
      tellLeftOut();
    }
    leftOut =
        leftOut == null
            ? new Skip(page.offset(), page.length(), kind, 0, leftOutCause(kind))
            : longer(leftOut, page.length());
    if (leftOut.byteCount() >= MAX_LEFT_OUT_BYTES) {
      tellLeftOut();
    }
  }

  private Skip.Kind leftOutKind() {
    if (!begun) {
      return Skip.Kind.JOIN;
    }
    return (inGroup || link != null) && !lostBeginning ? Skip.Kind.TAG : Skip.Kind.DAMAGE;
  }

  private static String leftOutCause(Skip.Kind kind) {
    return switch (kind) {
      case JOIN -> "pages of a bitstream whose headers were sent before";
      case TAG -> "pages of another logical bitstream";
      default -> "pages of a bitstream whose headers are missing or malformed";
    };
  }

  private static Skip longer(Skip skip, int byteCount) {
    return new Skip(skip.offset(), skip.byteCount() + byteCount, skip.kind(), 0, skip.cause());
  }

  private void tellLeftOut() throws IOException {
    Skip told = leftOut;
    leftOut = null;
    if (told != null) {
      sink.skipped(told);
    }
  }

  private @Nullable Stray takeStray() {
    Stray taken = stray;
    stray = null;
    return taken;
  }

  private void tellStray() throws IOException {
    Stray told = takeStray();
    if (told != null) {
      Skip.Kind kind = told.pageHarmed() ? Skip.Kind.DAMAGE : Skip.Kind.FOREIGN;
      sink.skipped(
          new Skip(
              told.offset(), told.byteCount(), begun ? kind : Skip.Kind.JOIN, 0, told.cause()));
    }
  }
}
