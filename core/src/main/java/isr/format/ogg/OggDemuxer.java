package isr.format.ogg;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with the parser of live streams: to begin within a link its headers are read, and
 * then on from a page, as a server sends them to one who joins late. A page is found by its granule
 * position.
 */
final class OggDemuxer implements Demuxer, OggPageReader.Listener, FramerSink {
  private static final int READ_BYTES = 1 << 16;

  /** Below this distance there is no use in looking for a page further. */
  private static final int NEAR_BYTES = 1 << 16;

  /** More than any decoder needs from before a place, where packets are only passed over. */
  private static final int LINEAR_LEAD_IN_SAMPLES = 48_000;

  /** A packet that waits to be given; places count from the beginning of its link. */
  private record Held(Link link, Packet packet, int samples, int skipped, long place) {}

  /**
   * The link that is read.
   *
   * @param start audible samples of the file before it
   */
  private record Link(Track track, OggMapping mapping, int hidden, long start) {}

  private final FileChannel file;
  private final long fileEnd;
  private final OggSections sections;
  private final OggSearch search;
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private OggPageReader pages = new OggPageReader(this);
  private OggFramer framer = new OggFramer(this, Faults.NONE);
  private @Nullable Link link;
  private Track track;
  private long offset;
  private boolean ended;

  /** Whether the page that is being read ends its link. */
  private boolean endsLink;

  /** Place after the last packet that was read, in its link. */
  private long place;

  /** Audible samples of the file up to there. */
  private long audible;

  /** Packets before that place are not given. */
  private long wanted;

  /** Where a link is entered in its middle: granule position of its first sample, else -1. */
  private long joinedOrigin = -1;

  /** Whether headers are being read only to be known. */
  private boolean muted;

  private OggDemuxer(FileChannel file) throws IOException {
    this.file = file;
    this.fileEnd = file.size();
    this.search = new OggSearch(file);
    this.sections = new OggSections(file, fileEnd);
    while (held.isEmpty() && fill()) {}
    Held first = held.peek();
    Link begun = link;
    if (begun == null && first == null) {
      throw new MalformedMediaException(0, "expected the headers of an Ogg bitstream, found none");
    }
    this.track = first != null ? first.link().track() : begunTrack(begun);
  }

  private static Track begunTrack(@Nullable Link begun) {
    if (begun == null) {
      throw new IllegalStateException("no link");
    }
    return begun.track();
  }

  static Demuxer open(FileChannel file) throws IOException {
    return new OggDemuxer(file);
  }

  @Override
  public Track track() {
    return track;
  }

  @Override
  public long sampleCount() throws IOException {
    long count = sections.sampleCount();
    if (!sections.linear()) {
      return count;
    }
    long back = held.isEmpty() ? audible : position(held.peek());
    restart(0, 0);
    wanted = Long.MAX_VALUE;
    while (fill()) {
      held.clear();
    }
    count = audible;
    seek(back);
    return count;
  }

  @Override
  public void seek(long sample) throws IOException {
    Optional<OggSection> section = sections.holding(sample);
    if (sections.linear()) {
      restart(0, 0);
      wanted = Math.max(0, sample - LINEAR_LEAD_IN_SAMPLES);
      return;
    }
    if (section.isEmpty()) {
      restart(fileEnd, sections.sampleCount());
      return;
    }
    join(section.get(), sample);
  }

  /** Enters a link at the last page that leaves room for the lead-in, or at its beginning. */
  private void join(OggSection section, long sample) throws IOException {
    restart(section.headOffset(), section.start());
    muted = true;
    while (link == null && offset < section.audioOffset()) {
      read(section.audioOffset());
    }
    muted = false;
    Link begun = link;
    if (begun == null) {
      restart(section.headOffset(), section.start()); // headers and audio share a page
      return;
    }
    long target =
        section.origin()
            + section.hidden()
            + (sample - section.start())
            - Math.max(begun.track().leadIn().samples(), begun.track().sampleRateHz() / 10);
    OggSearch.Found page = pageBefore(section, target);
    pages = new OggPageReader(this);
    if (page == null) {
      offset = section.audioOffset();
    } else {
      offset = page.offset();
      joinedOrigin = section.origin();
    }
  }

  /** The last page of a link of which all packets end at or before a granule position. */
  private OggSearch.@Nullable Found pageBefore(OggSection section, long granule)
      throws IOException {
    long low = section.audioOffset();
    long high = section.endOffset();
    while (high - low > NEAR_BYTES) {
      long middle = (low + high) >>> 1;
      OggSearch.Found page = search.first(middle, high, found -> isOf(section, found));
      if (page == null || page.granule() > granule) {
        high = middle;
      } else {
        low = page.offset();
      }
    }
    return search.last(
        low, high, found -> isOf(section, found) && !found.ends() && found.granule() <= granule);
  }

  private static boolean isOf(OggSection section, OggSearch.Found page) {
    return page.serial() == section.serial() && page.granule() >= 0;
  }

  private void restart(long at, long start) {
    pages = new OggPageReader(this);
    framer = new OggFramer(this, Faults.NONE);
    held.clear();
    link = null;
    offset = at;
    ended = at >= fileEnd;
    place = 0;
    audible = start;
    wanted = 0;
    joinedOrigin = -1;
  }

  /** Reads on; false at the end. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    pages.release();
    if (!read(fileEnd)) {
      ended = true;
      pages.end();
      framer.end();
      return !held.isEmpty();
    }
    return true;
  }

  private boolean read(long limit) throws IOException {
    buffer.clear().limit((int) Math.min(READ_BYTES, Math.max(0, limit - offset)));
    int count = buffer.hasRemaining() ? file.read(buffer, offset) : -1;
    if (count <= 0) {
      return false;
    }
    offset += count;
    pages.push(buffer.flip());
    return true;
  }

  @Override
  public void page(OggPage page) throws IOException {
    endsLink = page.ends();
    int before = held.size();
    framer.page(page);
    if (joinedOrigin >= 0 && page.granule() >= 0 && held.size() > before) {
      placeJoined(page.granule());
    }
  }

  /** Of the first packets after a jump the granule position of their page tells the place. */
  private void placeJoined(long granule) {
    long shift = granule - joinedOrigin - place;
    joinedOrigin = -1;
    int count = held.size();
    for (int i = 0; i < count; i++) {
      Held packet = held.remove();
      held.add(
          new Held(
              packet.link(),
              packet.packet(),
              packet.samples(),
              packet.skipped(),
              packet.place() + shift));
    }
    place += shift;
    Link joined = link;
    if (joined != null) {
      audible = joined.start() + Math.max(0, place - joined.hidden());
    }
  }

  @Override
  public void stray(Stray bytes) throws IOException {
    framer.stray(bytes);
  }

  @Override
  public void track(Track announced) {
    int hidden = announced instanceof OpusTrack opus ? opus.preSkip() : 0;
    link = new Link(announced, OggMappings.of(announced), hidden, audible);
    place = 0;
  }

  @Override
  public void packet(Packet packet, long streamOffset) {
    Link of = link;
    if (of == null || muted) {
      return;
    }
    int samples = Math.max(packet.sampleCount(), of.mapping().samples(packet.payload()));
    int cut = samples - packet.sampleCount();
    int skipped = endsLink ? 0 : cut;
    Held next = new Held(of, packet, samples, skipped, place);
    place += packet.sampleCount();
    audible = of.start() + Math.max(0, place - of.hidden());
    if (audible > wanted || wanted == 0) {
      held.add(next);
    }
  }

  @Override
  public void skipped(Skip skip) {
    Link of = link;
    if (of != null && skip.lostSamples() > 0) {
      of.mapping().restart();
      place += skip.lostSamples();
      audible = of.start() + Math.max(0, place - of.hidden());
    }
  }

  @Override
  public void title(String title) {}

  @Override
  public @Nullable FilePacket next() throws IOException {
    while (held.isEmpty()) {
      if (!fill()) {
        return null;
      }
    }
    Held next = held.remove();
    track = next.link().track();
    int kept = next.packet().sampleCount();
    int hidden = (int) Math.max(0, Math.min(kept, next.link().hidden() - next.place()));
    int skipped = next.skipped() + hidden;
    int trimmed = next.samples() - next.skipped() - kept;
    return new FilePacket(
        next.packet().payload(), position(next), next.samples(), skipped, trimmed);
  }

  private static long position(Held next) {
    return next.link().start() + Math.max(0, next.place() - next.link().hidden());
  }
}
