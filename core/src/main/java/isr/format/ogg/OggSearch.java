package isr.format.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds pages near a place of a file, by their checksums. */
final class OggSearch implements OggPageReader.Listener {
  /**
   * What a page's header says.
   *
   * @param offset in the file
   */
  record Found(long offset, int length, int serial, long granule, boolean begins, boolean ends) {
    long endOffset() {
      return offset + length;
    }
  }

  private static final int READ_BYTES = 1 << 14;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private OggPageReader pages = new OggPageReader(this);
  private Predicate<Found> wanted = page -> true;
  private boolean untilFirst;
  private long base;
  private @Nullable Found found;

  OggSearch(FileChannel file) {
    this.file = file;
  }

  /** The first wanted page that begins in a range; null when there is none. */
  @Nullable Found first(long from, long to, Predicate<Found> which) throws IOException {
    return search(from, to, which, true);
  }

  /**
   * The last wanted page that begins in a range; null when there is none.
   *
   * @param from where a page begins
   */
  @Nullable Found last(long from, long to, Predicate<Found> which) throws IOException {
    long span = 2L * OggPage.MAX_BYTES;
    long end = to;
    for (long at = Math.max(from, to - span); ; at = Math.max(from, at - span)) {
      Found last = search(at, end, which, false);
      if (last != null || at == from) {
        return last;
      }
      end = at;
    }
  }

  private @Nullable Found search(long from, long to, Predicate<Found> which, boolean one)
      throws IOException {
    pages = new OggPageReader(this);
    base = from;
    found = null;
    untilFirst = one;
    wanted = page -> page.offset() < to && which.test(page);
    long limit = to + OggPage.MAX_BYTES;
    for (long at = from; at < limit && !(one && found != null); ) {
      int count = file.read(buffer.clear(), at);
      if (count <= 0) {
        break;
      }
      at += count;
      pages.push(buffer.flip());
      pages.release();
    }
    return found;
  }

  @Override
  public void page(OggPage page) {
    if (untilFirst && found != null) {
      return;
    }
    Found next =
        new Found(
            base + page.offset(),
            page.length(),
            page.serial(),
            page.granule(),
            page.begins(),
            page.ends());
    if (wanted.test(next)) {
      found = next;
    }
  }

  @Override
  public void stray(Stray stray) {}
}
