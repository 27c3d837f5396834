package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the links of a file without reading it through: of each its headers and its first page of
 * audio are read, and its end is looked for by halves, as the serial number is its own.
 *
 * <p>Where several bitstreams share a link that does not hold, and a file is to be read {@link
 * #linear from its start}.
 */
final class OggSections {
  private static final int READ_BYTES = 8 * 1024;

  /** More links than a day of the shortest songs has are not looked for. */
  private static final int MAX_SECTIONS = 20_000;

  private final FileChannel file;
  private final long fileEnd;
  private final OggSearch search;
  private final List<OggSection> sections = new ArrayList<>();
  private long nextHead;
  private boolean linear;

  OggSections(FileChannel file, long fileEnd) throws IOException {
    this.file = file;
    this.fileEnd = fileEnd;
    this.search = new OggSearch(file);
    OggSearch.Found begin = search.first(0, fileEnd, OggSearch.Found::begins);
    this.nextHead = begin == null ? fileEnd : begin.offset();
  }

  /** Whether places can only be found by reading from the start. */
  boolean linear() {
    return linear;
  }

  /** The link that holds an audible sample; empty behind the end, or where only reading tells. */
  Optional<OggSection> holding(long sample) throws IOException {
    for (int i = sections.size() - 1; i >= 0; i--) {
      if (sections.get(i).start() <= sample) {
        if (sample < sections.get(i).end()) {
          return Optional.of(sections.get(i));
        }
        break;
      }
    }
    while (!linear && nextHead < fileEnd) {
      OggSection section = findNext();
      if (section != null && sample < section.end()) {
        return Optional.of(section);
      }
    }
    return Optional.empty();
  }

  /** Audible samples of all links; of no use where they are {@link #linear}. */
  long sampleCount() throws IOException {
    while (!linear && nextHead < fileEnd) {
      findNext();
    }
    return end();
  }

  private long end() {
    return sections.isEmpty() ? 0 : sections.get(sections.size() - 1).end();
  }

  private @Nullable OggSection findNext() throws IOException {
    Head head = new Head(nextHead);
    head.read();
    if (head.links != 1 || head.damaged || sections.size() == MAX_SECTIONS) {
      linear = true;
      return null;
    }
    int serial = head.serial;
    long audioOffset = head.audioOffset < 0 ? head.lastOffset : head.audioOffset;
    long endOffset = findEnd(serial, audioOffset);
    OggSearch.Found last =
        search.last(audioOffset, endOffset, page -> page.serial() == serial && page.granule() >= 0);
    long coded = last == null || head.audioOffset < 0 ? 0 : last.granule() - head.origin;
    int hidden = head.track instanceof OpusTrack opus ? opus.preSkip() : 0;
    OggSection section =
        new OggSection(
            nextHead,
            audioOffset,
            endOffset,
            serial,
            head.origin,
            hidden,
            end(),
            Math.max(0, coded - hidden));
    sections.add(section);
    nextHead = endOffset;
    return section;
  }

  /** The first page after an offset that is of another bitstream, or the end of the file. */
  private long findEnd(int serial, long audioOffset) throws IOException {
    OggSearch.Found last = search.last(audioOffset, fileEnd, page -> true);
    if (last == null || last.serial() == serial) {
      return fileEnd;
    }
    long own = audioOffset;
    long other = last.offset();
    while (other - own > OggPage.MAX_BYTES) {
      long middle = (own + other) >>> 1;
      OggSearch.Found page = search.first(middle, other, any -> true);
      if (page == null || page.serial() != serial) {
        other = page == null ? middle : Math.min(middle, page.offset());
        continue;
      }
      own = page.offset();
    }
    OggSearch.Found begin = search.first(own, fileEnd, page -> page.serial() != serial);
    return begin == null ? fileEnd : begin.offset();
  }

  /** Reads headers and the first page of audio. */
  private final class Head implements OggPageReader.Listener, FramerSink {
    private final OggFramer framer = new OggFramer(this, Faults.NONE);
    private final OggPageReader pages = new OggPageReader(this);
    private final long from;
    private @Nullable Track track;
    private long samples;
    private int packets;
    private int links;
    private int serial;
    private long audioOffset = -1;
    private long lastOffset;
    private long origin = -1;
    private boolean damaged;

    Head(long from) {
      this.from = from;
      this.lastOffset = from;
    }

    void read() throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
      for (long at = from; at < fileEnd && origin < 0 && !damaged; ) {
        int count = file.read(buffer.clear(), at);
        if (count <= 0) {
          break;
        }
        at += count;
        pages.push(buffer.flip());
        pages.release();
      }
      origin = Math.max(0, origin);
    }

    @Override
    public void page(OggPage page) throws IOException {
      if (origin >= 0 || damaged) {
        return;
      }
      if (page.begins() && track != null) {
        origin = 0; // a link without audio
        return;
      }
      if (page.begins()) {
        links++;
        serial = page.serial();
      }
      lastOffset = from + page.offset();
      framer.page(page);
      if (packets > 0 && audioOffset < 0) {
        audioOffset = from + page.offset();
      }
      if (packets > 0 && page.granule() >= 0) {
        origin = page.granule() - samples;
        origin = Math.max(0, origin);
      }
    }

    @Override
    public void stray(Stray bytes) {
      damaged = true;
    }

    @Override
    public void track(Track announced) {
      track = announced;
    }

    @Override
    public void packet(Packet packet, long streamOffset) {
      packets++;
      samples += packet.sampleCount();
    }

    @Override
    public void skipped(Skip skip) {
      damaged = true;
    }

    @Override
    public void title(String title) {}
  }
}
