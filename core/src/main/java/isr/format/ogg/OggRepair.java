package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Repair;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a file that was never finished: cuts off what comes after the last page that ends with a
 * packet, marks that page as the last one, and lets the header tell what is there.
 *
 * <p>A link that has not come to its audio is cut off, too; the first one stays, but when its
 * headers are not complete, the file is left as it is. Damage before the last whole page stays.
 */
final class OggRepair implements OggPageReader.Listener, FramerSink {
  /** A page that the file may end with. */
  private record LastPage(long offset, int length, boolean ends, long granule) {}

  /** The link that it ends. */
  private record Link(long offset, long sampleCount) {}

  private final OggFramer framer = new OggFramer(this, Faults.NONE);
  private @Nullable LastPage last;
  private @Nullable Link link;
  private long linkOffset;
  private @Nullable Track track;
  private boolean audio;
  private long sampleCount;

  private OggRepair() {}

  static Repair repair(FileChannel file) throws IOException {
    OggRepair found = read(file);
    LastPage last = found.last;
    if (last == null || found.link == null) {
      return new Repair(0, 0, false);
    }
    long removed = file.size() - (last.offset() + last.length());
    boolean ended = removed == 0 && last.ends();
    if (!ended) {
      end(file, last);
      found = read(file); // a last page may trim
    }
    Link link = found.link;
    boolean mended = link != null && mendHeader(file, link);
    long samples = OggInspector.inspect(file).sampleCount();
    return new Repair(samples, removed, !ended || mended);
  }

  private static OggRepair read(FileChannel file) throws IOException {
    OggRepair found = new OggRepair();
    OggPageReader pages = new OggPageReader(found);
    OggInspector.readAll(
        file,
        bytes -> {
          pages.push(bytes);
          pages.release();
        });
    pages.end();
    return found;
  }

  private static void end(FileChannel file, LastPage last) throws IOException {
    file.truncate(last.offset() + last.length());
    if (!last.ends()) {
      markEnd(file, last);
    }
  }

  /** Lets the first header of the last link tell, or hide, no other than what is there. */
  private static boolean mendHeader(FileChannel file, Link link) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(OggPage.HEADER_BYTES + 255 + OpusHead.MAX_BYTES);
    readAll(file, bytes, link.offset());
    OggPage page = new OggPage(bytes.array(), 0, link.offset());
    Optional<ByteBuffer> header =
        OggMappings.of(OggGroup.firstPacket(page), link.offset())
            .flatMap(mapping -> mapping.firstHeaderAtEnd(link.sampleCount()));
    if (header.isPresent()) {
      writeAll(file, OggPageWriter.firstPage(page.serial(), header.get()), link.offset());
    }
    return header.isPresent();
  }

  private static void readAll(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) > 0) {
      // reads until all is there, or the file ends
    }
  }

  private static void markEnd(FileChannel file, LastPage last) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(OggPage.HEADER_BYTES);
    readAll(file, header, last.offset());
    OggPageWriter.endHeader(header.array(), last.length(), last.granule());
    writeAll(file, header.rewind(), last.offset());
  }

  private static void writeAll(FileChannel file, ByteBuffer bytes, long offset) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes, offset + bytes.position());
    }
  }

  @Override
  public void page(OggPage page) throws IOException {
    if (page.begins()) {
      track = null;
      audio = false;
      sampleCount = 0;
      linkOffset = page.offset();
    }
    framer.page(page);
    if (track != null && (audio || link == null) && !page.endsInPacket()) {
      last = new LastPage(page.offset(), page.length(), page.ends(), page.granule());
      link = new Link(linkOffset, sampleCount);
    }
  }

  @Override
  public void track(Track announced) {
    track = announced;
  }

  @Override
  public void stray(Stray bytes) throws IOException {
    framer.stray(bytes);
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    audio = true;
    sampleCount += packet.sampleCount();
  }

  @Override
  public void skipped(Skip skip) {}

  @Override
  public void title(String title) {}
}
