package isr.format.ogg;

import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One logical bitstream that is followed: makes packets of its pages and places them (RFC 3533,
 * section 6; RFC 7845, sections 3 and 4; Vorbis I, section A.2).
 *
 * <p>Packets are given as soon as the page is there on which they end. Their positions follow from
 * their durations, from 0 on; granule positions only tell what is missing between two pages, and
 * what is trimmed at the end:
 *
 * <ul>
 *   <li>the first page after the headers may be any: we have joined there;
 *   <li>a granule position that is ahead: so many samples are lost, a {@link Skip} tells them, and
 *       the position goes ahead, too; by more than {@link Placement#MAX_LOST_SAMPLES} the stream
 *       counts anew, and nothing is known to be lost;
 *   <li>one that is ahead on a page that ends with the stream and with an empty packet: nothing is
 *       lost, that is how liquidsoap 2.1 ends FLAC (the empty packet counts one sample);
 *   <li>one that is behind, on the page that ends the stream: the last packets are trimmed;
 *   <li>one that is behind on the first page: in Vorbis the first packets are trimmed;
 *   <li>one that is behind elsewhere: the stream counts anew, all packets stay.
 * </ul>
 *
 * A bitstream whose headers can not be used has {@link #failed}; what came of it is told as
 * damaged.
 */
final class OggLink {
  /** A longer header (pictures in the tags) is left out. */
  static final int MAX_HEADER_BYTES = 1 << 20;

  /**
   * How long a bitstream is that has its first header.
   *
   * @param headerOffset of the page that begins it
   * @param sampleCount from its first sample to its last one, lost ones included: what a header
   *     that counts them has to tell
   */
  record Length(long headerOffset, long sampleCount) {}

  private final FramerSink sink;
  private final Faults faults;
  private final OggMapping mapping;
  private final int serial;
  private final OggCarry carry = new OggCarry();
  private final PagePackets packets = new PagePackets();

  private boolean first = true;

  /** Whether all that was read is what the page that begins the bitstream has begun. */
  private boolean headed;

  private int sequence;
  private boolean announced;
  private boolean anchored;
  private boolean ended;
  private boolean failed;
  private long firstOffset;
  private long lastOffset;

  /** The granule position at which the next packet should begin. */
  private long granule;

  private @Nullable Track track;

  /** Whether a packet of the track was given. */
  private boolean given;

  /** Samples of this bitstream before the track. */
  private long trackStart;

  private long position;

  /** What was lost since the last packet, and why. */
  private @Nullable Stray trouble;

  OggLink(FramerSink sink, Faults faults, OggMapping mapping, int serial) {
    this.sink = sink;
    this.faults = faults;
    this.mapping = mapping;
    this.serial = serial;
  }

  int serial() {
    return serial;
  }

  /** Whether the page that ends the stream has come. */
  boolean ended() {
    return ended;
  }

  /** Whether the headers can not be used: no further page is of use. */
  boolean failed() {
    return failed;
  }

  /** Its length so far; empty when its first header was lost, or pages follow its end. */
  Optional<Length> length() {
    return headed && announced
        ? Optional.of(new Length(firstOffset, trackStart + position))
        : Optional.empty();
  }

  /** A mapping for a bitstream whose first header was lost, with this one's header. */
  Optional<OggMapping> successor() {
    return mapping.successor();
  }

  /**
   * Takes the next page of this bitstream.
   *
   * @param stray bytes in no page that came since the last one
   */
  void page(OggPage page, @Nullable Stray stray) throws IOException {
    if (ended) {
      reopen(page);
    }
    boolean follows = !first && page.sequence() == sequence;
    if (stray != null) {
      addTrouble(follows ? stray.harmless() : stray);
    }
    if (!first && !follows) {
      pagesMissing(page);
    }
    if (first) {
      firstOffset = page.offset();
      headed = page.begins();
    }
    first = false;
    sequence = page.sequence() + 1;
    checkContinuation(page);
    lastOffset = page.offset();
    int end = page.start() + page.length();
    int from = collect(page, end);
    if (page.endsInPacket() && !failed) {
      carryOn(page, from, end);
    }
    place(page);
    ended = page.ends();
  }

  /**
   * No page will come: tells what was left over.
   *
   * @param stray bytes in no page that came since the last one
   */
  void end(@Nullable Stray stray) throws IOException {
    if (stray != null) {
      addTrouble(stray);
    }
    dropCarry("the stream ends within a packet");
    tellTrouble(0);
    if (failed) {
      return;
    }
    if (!announced) {
      faults.fault(lastOffset, "headers not complete");
    } else {
      mapping.faultAtEnd(trackStart + position).ifPresent(rule -> faults.fault(firstOffset, rule));
    }
    if (!ended) {
      faults.fault(lastOffset, "last page: end of stream flag not set");
    }
  }

  /** Pages after the end: the same parameters, and positions from 0 anew. */
  private void reopen(OggPage page) throws IOException {
    faults.fault(page.offset(), "expected no page after the one that ends the stream");
    dropCarry("the stream ends within a packet");
    tellTrouble(0);
    mapping.restart();
    headed = false;
    anchored = false;
    position = 0;
    trackStart = 0;
    if (announced) {
      begin(mapping.track());
    }
  }

  private void pagesMissing(OggPage page) {
    String cause = "page sequence number: expected " + sequence + ", found " + page.sequence();
    dropCarry(cause);
    if (anchored) {
      addTrouble(new Stray(page.offset(), 0, true, cause));
    } else if (trouble == null) {
      faults.fault(page.offset(), cause);
    }
  }

  private void checkContinuation(OggPage page) {
    if (page.continued() && !carry.open()) {
      carry.beginBroken();
    } else if (!page.continued()) {
      dropCarry("expected a page that continues a packet");
    }
  }

  private void dropCarry(String cause) {
    if (carry.open()) {
      addTrouble(new Stray(lastOffset, carry.drop(), true, cause));
    }
  }

  private void addTrouble(Stray stray) {
    trouble = trouble == null ? stray : trouble.and(stray);
  }

  /**
   * Takes what is there of the stream's last page, which was cut short: without a checksum, but in
   * its place, so that its whole packets are taken for what they should be.
   *
   * @param available bytes of the page that are there, lacing values included
   * @return bytes of the page up to the end of its last whole packet, 0 when there is none
   */
  int cutShort(OggPage page, int available) throws IOException {
    if (!anchored || ended || page.sequence() != sequence) {
      return 0;
    }
    checkContinuation(page);
    lastOffset = page.offset();
    int from = collect(page, page.start() + available);
    if (packets.isEmpty()) {
      return 0;
    }
    give(new Placement(0, 0, 0, granule + packets.samples(), Optional.empty()));
    return from - page.start();
  }

  /**
   * Finds the packets that end on the page; headers go to the mapping, audio is gathered.
   *
   * @param end index just after the bytes of the page that are there
   * @return index just after the last packet that ends there
   */
  private int collect(OggPage page, int end) throws IOException {
    packets.clear();
    int from = page.bodyStart();
    int at = from;
    for (int i = 0; i < page.segments() && at + page.lacing(i) <= end; i++) {
      at += page.lacing(i);
      if (page.lacing(i) < OggPage.FULL_SEGMENT) {
        packet(page, from, at);
        from = at;
      }
      if (failed) {
        return end;
      }
    }
    return from;
  }

  private void carryOn(OggPage page, int from, int to) {
    if (!carry.open()) {
      carry.begin();
    }
    carry.add(page.data(), from, to, limit());
  }

  private int limit() {
    return mapping.headersComplete() ? mapping.maxPacketBytes() : MAX_HEADER_BYTES;
  }

  private void packet(OggPage page, int from, int to) throws IOException {
    if (!carry.open()) {
      take(page, ByteBuffer.wrap(page.data(), from, to - from), to);
      return;
    }
    boolean begun = !carry.beginningMissing();
    carry.add(page.data(), from, to, limit());
    if (carry.whole()) {
      take(page, carry.take(), to);
    } else {
      leaveOut(page, carry.drop(), begun);
    }
  }

  /** A packet that is too long, or one whose beginning is missing. */
  private void leaveOut(OggPage page, long byteCount, boolean begun) throws IOException {
    if (begun && !mapping.headersComplete()) {
      headerTooLong(page, byteCount);
    } else if (begun) {
      String cause = "packet longer than " + mapping.maxPacketBytes();
      addTrouble(new Stray(page.offset(), byteCount, true, cause));
    } else if (anchored || trouble != null || !announced) {
      String cause = "the beginning of a packet is missing";
      addTrouble(new Stray(page.offset(), byteCount, true, cause));
    } else {
      tell(page.offset(), byteCount, Skip.Kind.JOIN, 0, "joined within a packet");
    }
  }

  private void headerTooLong(OggPage page, long byteCount) throws IOException {
    try {
      mapping.headerTooLong(carry.first(), page.offset());
      tell(page.offset(), byteCount, Skip.Kind.TAG, 0, "header longer than " + MAX_HEADER_BYTES);
      announceWhenComplete();
    } catch (MalformedMediaException e) {
      fail(page, e);
    }
  }

  /** The bitstream can not be decoded. */
  private void fail(OggPage page, MalformedMediaException rule) {
    failed = true;
    packets.clear();
    addTrouble(new Stray(page.offset(), page.length(), true, String.valueOf(rule.getMessage())));
  }

  private void take(OggPage page, ByteBuffer packet, int end) throws IOException {
    boolean marksEnd = page.ends() && !packet.hasRemaining();
    if (faults != Faults.NONE && !marksEnd) {
      mapping.fault(packet).ifPresent(rule -> faults.fault(page.offset(), rule));
    }
    if (!mapping.headersComplete() && header(page, packet, end)) {
      return;
    }
    int samples = mapping.samples(packet);
    packets.add(packet, samples, mapping.track(), page.streamOffset(end));
  }

  /** Whether the packet was a header, or one was due and the bitstream has failed without. */
  private boolean header(OggPage page, ByteBuffer packet, int end) throws IOException {
    try {
      boolean header = mapping.header(packet, page.offset());
      checkHeaderPage(page, end);
      announceWhenComplete();
      return header;
    } catch (MalformedMediaException e) {
      fail(page, e);
      return true;
    }
  }

  /** Headers end their pages, but for some, and have the granule position 0. */
  private void checkHeaderPage(OggPage page, int end) {
    if (page.granule() != 0) {
      faults.fault(
          page.offset(), "granule position: expected 0 after a header, found " + page.granule());
    }
    if (mapping.headerEndsPage() && page.streamOffset(end) != page.offset() + page.length()) {
      faults.fault(page.offset(), "expected a header packet to end its page");
    }
  }

  private void announceWhenComplete() throws IOException {
    if (mapping.headersComplete()) {
      announce();
    }
  }

  private void announce() throws IOException {
    announced = true;
    begin(mapping.track());
    sink.title(mapping.title().orElse(""));
  }

  /** Positions begin anew; frames of FLAC may ask for that within a bitstream. */
  private void begin(Track next) throws IOException {
    sink.track(next);
    track = next;
    trackStart += position;
    position = 0;
    given = false;
  }

  private void place(OggPage page) throws IOException {
    boolean marked = page.ends() && packets.dropEmptyLast();
    if (packets.isEmpty()) {
      return;
    }
    int total = packets.samples();
    boolean trims = page.ends() && mapping.trimsEnd();
    Placement placement =
        anchored
            ? Placement.after(granule, total, page.granule(), trims)
            : Placement.first(total, page.granule(), trims, mapping.overlaps());
    if (marked && trouble == null) {
      placement = placement.withoutLoss();
    }
    tellOddity(page, placement);
    forgetRenumbering(placement);
    granule = placement.next();
    anchored = true;
    give(placement);
  }

  /** Pages seem to be missing, but no sample is: they were only numbered anew. */
  private void forgetRenumbering(Placement placement) {
    if (trouble != null
        && trouble.byteCount() == 0
        && placement.lost() == 0
        && placement.oddity().isEmpty()) {
      faults.fault(trouble.offset(), trouble.cause());
      trouble = null;
    }
  }

  private void tellOddity(OggPage page, Placement placement) {
    if (placement.oddity().isEmpty()) {
      return;
    }
    String oddity = placement.oddity().get();
    if (anchored) {
      addTrouble(new Stray(page.offset(), 0, false, oddity));
    } else {
      faults.fault(page.offset(), oddity);
    }
  }

  /**
   * Gives the page's packets; what is lost is told before them, or where one of them is illegal.
   */
  private void give(Placement placement) throws IOException {
    long lost = placement.lost();
    if (trouble != null || !packets.hasIllegal()) {
      tellTrouble(lost + overlapLost(lost));
      lost = 0;
    }
    int skipped = placement.skipped();
    int kept = packets.samples() - placement.trimmed();
    for (int i = 0; i < packets.count(); i++) {
      ByteBuffer payload = packets.payload(i);
      if (packets.samples(i) < 0) {
        long offset = packets.end(i) - payload.remaining();
        tell(offset, payload.remaining(), Skip.Kind.DAMAGE, lost, "packet of no legal duration");
        lost = 0;
      } else {
        int head = Math.min(packets.samples(i), skipped);
        int count = Math.max(0, Math.min(packets.samples(i), kept) - head);
        skipped -= head;
        kept -= packets.samples(i);
        follow(packets.track(i));
        sink.packet(new Packet(payload, position, count), packets.end(i));
        position += count;
      }
    }
  }

  /** Before its first packet a track that is equal to what was announced is the same. */
  private void follow(Track next) throws IOException {
    if (next != track && (given || !next.equals(track))) {
      begin(next);
    }
    track = next;
    given = true;
  }

  /** Where the packet before is missing, so is what the next one would have given with it. */
  private int overlapLost(long lost) {
    return lost > 0 && mapping.overlaps() ? packets.dropFirstSamples() : 0;
  }

  private void tellTrouble(long lost) throws IOException {
    Stray told = trouble;
    trouble = null;
    if (told == null && lost > 0) {
      String cause = "granule position is ahead by " + lost;
      tell(lastOffset, 0, Skip.Kind.DAMAGE, lost, cause);
    } else if (told != null) {
      boolean damage = told.pageHarmed() || lost > 0;
      Skip.Kind kind = damage ? Skip.Kind.DAMAGE : Skip.Kind.FOREIGN;
      tell(told.offset(), told.byteCount(), kind, lost, told.cause());
    }
  }

  private void tell(long offset, long byteCount, Skip.Kind kind, long lost, String cause)
      throws IOException {
    sink.skipped(new Skip(offset, byteCount, kind, lost, cause));
    position += lost;
  }
}
