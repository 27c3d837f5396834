package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Repair;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Ends a file that was never finished: cuts off what comes after the last page that ends with a
 * packet, and marks that page as the last one.
 *
 * <p>A link whose headers are not complete is cut off, too; when it is the first one, the file is
 * left as it is. Damage before the last whole page stays.
 */
final class OggRepair implements OggPageReader.Listener, FramerSink {
  /** A page that the file may end with. */
  private record LastPage(long offset, int length, boolean ends, long granule) {}

  private final OggFramer framer = new OggFramer(this, Faults.NONE);
  private @Nullable LastPage last;
  private boolean headersComplete;

  private OggRepair() {}

  static Repair repair(FileChannel file) throws IOException {
    OggRepair repair = new OggRepair();
    OggPageReader pages = new OggPageReader(repair);
    OggInspector.readAll(
        file,
        bytes -> {
          pages.push(bytes);
          pages.release();
        });
    pages.end();
    LastPage last = repair.last;
    return last == null ? new Repair(0, 0, false) : mend(file, last);
  }

  private static Repair mend(FileChannel file, LastPage last) throws IOException {
    long removed = file.size() - (last.offset() + last.length());
    if (removed > 0) {
      file.truncate(last.offset() + last.length());
    }
    if (!last.ends()) {
      markEnd(file, last);
    }
    long samples = OggInspector.inspect(file).sampleCount();
    return new Repair(samples, removed, removed > 0 || !last.ends());
  }

  private static void markEnd(FileChannel file, LastPage last) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(OggPage.HEADER_BYTES);
    while (header.hasRemaining() && file.read(header, last.offset() + header.position()) > 0) {
      // reads until the header is there
    }
    OggPageWriter.endHeader(header.array(), last.length(), last.granule());
    header.rewind();
    while (header.hasRemaining()) {
      file.write(header, last.offset() + header.position());
    }
  }

  @Override
  public void page(OggPage page) throws IOException {
    if (page.begins()) {
      headersComplete = false;
    }
    framer.page(page);
    if (headersComplete && !page.endsInPacket()) {
      last = new LastPage(page.offset(), page.length(), page.ends(), page.granule());
    }
  }

  @Override
  public void track(Track track) {
    headersComplete = true;
  }

  @Override
  public void stray(Stray bytes) throws IOException {
    framer.stray(bytes);
  }

  @Override
  public void packet(Packet packet, long streamOffset) {}

  @Override
  public void skipped(Skip skip) {}

  @Override
  public void title(String title) {}
}
