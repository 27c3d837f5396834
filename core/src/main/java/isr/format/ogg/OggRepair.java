package isr.format.ogg;

import isr.format.frames.TrailingTags;
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
 * Ends a file that was never finished: cuts off what comes after the last packet that is whole,
 * marks its page as the last one, and lets the header tell what is there.
 *
 * <p>Tags of other formats at the end stay. A link of which there are only whole header pages is
 * cut off, too; the first one stays, but when no link's headers are complete, the file is left as
 * it is. Damage before the last whole page stays, and so do the pages after damaged headers, which
 * nobody can decode without them.
 */
final class OggRepair implements OggPageReader.Listener, FramerSink {
  /**
   * A page that the file may end with.
   *
   * @param pageEnd offset after the page
   * @param length without a packet that goes on on the next page
   * @param cut whether there is such a packet
   * @param link the length of the link that it ends, when its header is known
   */
  private record LastPage(
      long offset,
      long pageEnd,
      int length,
      boolean cut,
      boolean ends,
      long granule,
      Optional<OggLink.Length> link) {
    long end() {
      return offset + length;
    }
  }

  private final OggFramer framer = new OggFramer(this, Faults.NONE);
  private @Nullable LastPage last;

  /** Whether the headers of any link are complete. */
  private boolean known;

  /** Whether more than whole headers has come since the last page that begins a bitstream. */
  private boolean begun;

  private OggRepair() {}

  static Repair repair(FileChannel file) throws IOException {
    OggRepair found = read(file);
    LastPage last = found.last;
    if (last == null || !found.known) {
      return new Repair(0, 0, false);
    }
    long tagsStart = TrailingTags.start(file, last.pageEnd());
    long removed = tagsStart - last.end();
    boolean ended = removed == 0 && last.ends();
    if (!ended) {
      end(file, last, tagsStart);
      last = read(file).last; // a last page may trim
    }
    boolean mended = last != null && last.link().isPresent() && mendHeader(file, last.link().get());
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

  /** The page of a cut packet is written anew, which none of our own files needs. */
  private static void end(FileChannel file, LastPage last, long tagsStart) throws IOException {
    if (last.cut()) {
      ByteBuffer page = OggPageWriter.endOfWholePackets(pageAt(file, last.offset()));
      TrailingTags.moveTo(file, last.end(), tagsStart);
      writeAll(file, page, last.offset());
      return;
    }
    if (tagsStart > last.end()) {
      TrailingTags.moveTo(file, last.end(), tagsStart);
    }
    if (!last.ends()) {
      markEnd(file, last);
    }
  }

  /** Lets the first header of the last link tell, or hide, no other than what is there. */
  private static boolean mendHeader(FileChannel file, OggLink.Length link) throws IOException {
    OggPage page = pageAt(file, link.headerOffset());
    Optional<ByteBuffer> header =
        OggMappings.of(OggGroup.firstPacket(page), link.headerOffset())
            .flatMap(mapping -> mapping.firstHeaderAtEnd(link.sampleCount()));
    if (header.isPresent()) {
      writeAll(file, OggPageWriter.withFirstPacket(page, header.get()), link.headerOffset());
    }
    return header.isPresent();
  }

  private static OggPage pageAt(FileChannel file, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(OggPage.MAX_BYTES);
    readAll(file, bytes, offset);
    return new OggPage(bytes.array(), 0, offset);
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
      begun = false;
    } else if (page.granule() != 0 && page.granule() != OggPage.NO_GRANULE) {
      begun = true; // headers have 0; this is audio, even when its headers were lost
    }
    framer.page(page);
    boolean stays = begun || (known && last == null);
    if (stays && (!page.endsInPacket() || page.wholeSegments() > 0)) {
      last =
          new LastPage(
              page.offset(),
              page.offset() + page.length(),
              page.wholeLength(),
              page.endsInPacket(),
              page.ends() && !page.endsInPacket(),
              page.granule(),
              framer.linkLength());
    }
  }

  @Override
  public void track(Track announced) {
    known = true;
  }

  /** What is between two pages of a link was one of them. */
  @Override
  public void stray(Stray bytes) throws IOException {
    begun = true;
    framer.stray(bytes);
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    begun = true;
  }

  @Override
  public void skipped(Skip skip) {}

  @Override
  public void title(String title) {}
}
