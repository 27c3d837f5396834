package isr.format.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole pages in bytes that may begin, break and be damaged anywhere (RFC 3533, section 6).
 *
 * <p>A page is one when it begins with the capture pattern and its checksum is right. Where one is
 * not, the search goes on one byte later, so that a page inside a damaged one is found. At most one
 * page is held back, for want of its end.
 *
 * <p>Each byte of the stream pays for {@value #SUMMED_PER_BYTE} bytes of checksums. Where capture
 * patterns come so dense that they cost more, some of them are passed over as if their checksum did
 * not hold.
 */
final class OggPageReader {
  /** Takes what is found, in the order of the stream. */
  interface Listener {
    /** A whole page; its array holds until the next {@link OggPageReader#release}. */
    void page(OggPage page) throws IOException;

    /** Bytes in no page, told when the next page has been found, or at a mebibyte of them. */
    void stray(Stray stray) throws IOException;

    /**
     * The last page of the stream, which follows another and of which the end is missing.
     *
     * @param available bytes of it that are there, all lacing values among them
     * @return how many of them were used after all
     */
    default int cutPage(OggPage page, int available) throws IOException {
      return 0;
    }
  }

  /** A run of stray bytes is told in parts of about this size. */
  static final int MAX_STRAY_BYTES = 1 << 20;

  private static final int SUMMED_PER_BYTE = 8;

  /** So many bytes may be summed up in advance: as many as a lot of damage in one place takes. */
  static final int MAX_SUMMED_AHEAD = 1 << 21;

  private static final int INITIAL_BYTES = 1 << 14;
  private static final byte[] CAPTURE_PATTERN = {'O', 'g', 'g', 'S'};

  private final Listener listener;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int start;
  private int end;

  /** Bytes that must be there before another look is worth it. */
  private int wanted;

  private long offset;
  private long strayBytes;

  /** Bytes that checksums were computed over, on the scale of {@link #maySum}. */
  private long summed;

  private @Nullable String harm;

  OggPageReader(Listener listener) {
    this.listener = listener;
  }

  /** Takes all bytes, position to limit; pages that they complete are told before this returns. */
  void push(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    if (buffer.length - end < count) {
      moveTo(new byte[Math.max(INITIAL_BYTES, 2 * (end - start + count))]);
    }
    bytes.get(buffer, end, count);
    end += count;
    scan(false);
  }

  /** The stream has ended: what is held is no page. */
  void end() throws IOException {
    if (strayBytes == 0 && lacingIsThere() && noPageBeginsAfter(start)) {
      takeCutPage();
    }
    scan(true);
    tellStray();
  }

  /** Else the page was cut short or damaged earlier, and its lacing values may lie. */
  private boolean noPageBeginsAfter(int at) {
    for (int i = at + 1; i + CAPTURE_PATTERN.length <= end; i++) {
      if (captureAt(i)) {
        return false;
      }
    }
    return buffer[at + OggPage.VERSION] == 0;
  }

  private void takeCutPage() throws IOException {
    int used = listener.cutPage(new OggPage(buffer, start, offset), end - start);
    start += used;
    offset += used;
    if (used > 0 && end > start) {
      stray(end - start, "page cut short");
    }
  }

  /** Pages told so far are no longer used. */
  void release() {
    boolean oversized = buffer.length > 2 * OggPage.MAX_BYTES;
    moveTo(oversized ? new byte[Math.max(INITIAL_BYTES, 2 * (end - start))] : buffer);
  }

  private void moveTo(byte[] target) {
    System.arraycopy(buffer, start, target, 0, end - start);
    end -= start;
    start = 0;
    buffer = target;
  }

  private void scan(boolean atEnd) throws IOException {
    while (end - start >= wanted || atEnd) {
      skipToCapturePattern();
      int length = pageLength();
      boolean whole = length <= end - start;
      if (!whole && !atEnd) {
        wanted = length;
        return;
      }
      if (start == end) {
        return;
      }
      take(length, whole);
    }
  }

  private void take(int length, boolean whole) throws IOException {
    wanted = 0;
    if (!whole) {
      stray(1, "page cut short: expected " + length + " bytes, found " + (end - start));
    } else if (buffer[start + OggPage.VERSION] != 0) {
      stray(1, null);
    } else if (checksumHolds(length)) {
      tellStray();
      OggPage page = new OggPage(buffer, start, offset);
      start += length;
      offset += length;
      listener.page(page);
    } else {
      stray(1, "page checksum does not hold (RFC 3533, section 6)");
    }
  }

  private boolean checksumHolds(int length) {
    return maySum(length)
        && OggPage.checksum(buffer, start, length)
            == OggPage.intAt(buffer, start + OggPage.CHECKSUM);
  }

  /** Counts the bytes; false when the bytes before have not paid for them. */
  private boolean maySum(int count) {
    long paid = SUMMED_PER_BYTE * offset;
    summed = Math.max(summed, paid);
    if (summed + count > paid + MAX_SUMMED_AHEAD) {
      return false;
    }
    summed += count;
    return true;
  }

  /** Bytes of the page that begins at start, or as many as it takes to know more. */
  private int pageLength() {
    if (end - start < OggPage.HEADER_BYTES) {
      return OggPage.HEADER_BYTES;
    }
    OggPage page = new OggPage(buffer, start, offset);
    return lacingIsThere() ? page.length() : OggPage.HEADER_BYTES + page.segments();
  }

  private boolean lacingIsThere() {
    int available = end - start;
    return available >= OggPage.HEADER_BYTES
        && available >= OggPage.HEADER_BYTES + new OggPage(buffer, start, offset).segments();
  }

  private void skipToCapturePattern() throws IOException {
    int at = start;
    while (at < end && !captureAt(at)) {
      at++;
    }
    if (at > start) {
      stray(at - start, null);
    }
  }

  /** Whether the pattern stands there, or as much of it as the bytes at hand can show. */
  private boolean captureAt(int at) {
    for (int i = 0; i < CAPTURE_PATTERN.length && at + i < end; i++) {
      if (buffer[at + i] != CAPTURE_PATTERN[i]) {
        return false;
      }
    }
    return true;
  }

  private void stray(int count, @Nullable String pageHarm) throws IOException {
    start += count;
    offset += count;
    strayBytes += count;
    if (harm == null) {
      harm = pageHarm;
    }
    if (strayBytes >= MAX_STRAY_BYTES) {
      tellStray();
    }
  }

  private void tellStray() throws IOException {
    if (strayBytes > 0) {
      String cause = harm != null ? harm : "expected a page (\"OggS\"), found other bytes";
      Stray stray = new Stray(offset - strayBytes, strayBytes, harm != null, cause);
      strayBytes = 0;
      harm = null;
      listener.stray(stray);
    }
  }
}
