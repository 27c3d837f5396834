package isr.format.ogg;

import isr.media.LeadIn;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Writes one logical bitstream with a new serial number, its pages numbered and its granule
 * positions counted from 0 (RFC 7845, sections 3 to 4.6).
 *
 * <p>The output may hold earlier links of a chain, which were finished. Pages are final when they
 * are written, but for the last one, which {@link #finish} marks in place, and the first one of
 * FLAC, which counts samples, and of Opus that is shorter than its pre-skip. A bitstream that was
 * not finished only lacks that mark.
 *
 * <p>A lead-in that is hidden is written at once: a file that hides more than it holds does not
 * play. One that gives no samples shares its page with the first packet that does, so that a stream
 * that trims its beginning does so in the file, too; no more is on that page, as only one that does
 * not end the file can say so, and ffmpeg counts wrongly where all is on one page.
 */
final class OggMuxer implements Muxer {
  private final Track track;
  private final OggMapping mapping;

  /** What is being played, where the stream's own headers do not say it. */
  private final Optional<String> comment;

  private final OggPageWriter pages;

  /** Of one page: 500 ms, so that a kill costs no more. */
  private final int maxPageSamples;

  private long granule;
  private int pageSamples;
  private boolean begun;

  /** Of the first packet, at its beginning; where it overlaps the one before, its page tells it. */
  private int skipped;

  /** Samples that the stream cut off the packets written last. */
  private long trimmed;

  OggMuxer(Track track, MuxerOutput output, SegmentInfo info) {
    this.track = track;
    this.mapping = OggMappings.of(track);
    this.comment =
        mapping.title().isPresent() ? Optional.empty() : info.title().map("TITLE="::concat);
    this.pages = new OggPageWriter(output, serial(info, output.length()));
    this.maxPageSamples = track.sampleRateHz() / 2;
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    List<Packet> needed = needed(leadIn, track.leadIn());
    long position = needed.isEmpty() ? 0 : needed.get(needed.size() - 1).endPosition();
    begin(needed, samples(needed), position);
  }

  @Override
  public void start(List<Packet> leadIn, int skippedSamples) throws IOException {
    List<Packet> needed = needed(leadIn, track.leadIn());
    skipped = skippedSamples;
    begin(needed, samples(needed) + skippedSamples, Long.MAX_VALUE);
  }

  private static int samples(List<Packet> packets) {
    return packets.stream().mapToInt(Packet::sampleCount).sum();
  }

  private void begin(List<Packet> needed, int hidden, long position) throws IOException {
    for (ByteBuffer header : mapping.headers(hidden, position, comment)) {
      pages.packet(header, 0);
      pages.closePage();
    }
    for (Packet packet : needed) {
      granule += mapping.samples(packet.payload());
      pages.packet(packet.payload(), granule);
    }
    if (granule > 0) {
      flush();
    }
  }

  @Override
  public void write(Packet packet) throws IOException {
    ByteBuffer payload = mapping.payload(packet);
    int samples = mapping.samples(payload);
    if (pageSamples + samples > maxPageSamples) {
      flush();
    }
    int cut = Math.max(0, samples - packet.sampleCount());
    pageSamples += samples;
    if (mapping.overlaps() && granule == 0) {
      granule =
          (long) samples
              - cut
              - skipped; // of a stream's first page, which says so by its granule position
    } else {
      granule += samples;
      trimmed = cut == 0 ? 0 : trimmed + cut;
    }
    pages.packet(payload, granule);
    if (mapping.overlaps() && !begun && granule > 0) {
      flush();
      begun = true;
    }
  }

  @Override
  public void flush() throws IOException {
    pages.closePage();
    pageSamples = 0;
  }

  @Override
  public void refreshHeader() throws IOException {
    Optional<ByteBuffer> header = mapping.firstHeaderSoFar();
    if (header.isPresent()) {
      flush(); // else the header would count what is on the open page
      pages.rewriteFirst(header.get());
    }
  }

  @Override
  public void finish() throws IOException {
    pages.end(granule - trimmed);
    Optional<ByteBuffer> header = mapping.firstHeaderAtEnd(granule - trimmed);
    if (header.isPresent()) {
      pages.rewriteFirst(header.get());
    }
  }

  /**
   * The newest packets that reach both numbers, or all; none from before a gap.
   *
   * @param packets oldest first
   */
  private static List<Packet> needed(List<Packet> packets, LeadIn leadIn) {
    int from = packets.size();
    long samples = 0;
    while (from > 0
        && (packets.size() - from < leadIn.packets() || samples < leadIn.samples())
        && (from == packets.size()
            || packets.get(from - 1).endPosition() == packets.get(from).samplePosition())) {
      from--;
      samples += packets.get(from).sampleCount();
    }
    return packets.subList(from, packets.size());
  }

  /** The same for the same file and link, and hardly ever for another. */
  private static int serial(SegmentInfo info, long offset) {
    long mixed = info.source().hashCode();
    mixed = mixed * 0x9e3779b97f4a7c15L + info.start().toInstant().getEpochSecond();
    mixed = mixed * 0x9e3779b97f4a7c15L + info.start().getNano();
    mixed = mixed * 0x9e3779b97f4a7c15L + offset;
    mixed ^= mixed >>> 29;
    return (int) ((mixed * 0xbf58476d1ce4e5b9L) >>> 32);
  }
}
