package isr.format.webm;

import isr.format.frames.Window;
import isr.format.timed.LeftOut;
import isr.format.timed.Timeline;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import isr.media.Skip;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the first track of Opus, or of samples, in WebM and Matroska (RFC 9559); a MediaRecorder
 * in the browser sends such, and leaves the sizes of Segment and Clusters unknown.
 *
 * <pre>
 *   hunting ── EBML header, or Cluster of known Tracks ──▶ at an element ──┐◀── next element
 *      ▲                                                       │           │
 *      └────────────── no element that may stand there ────────┘◀──────────┘
 * </pre>
 *
 * <p>A block is held until the element after it is there whole: where that is none, bytes are
 * missing, and the block may have swallowed others. The stream must begin with its headers, within
 * {@link #MAX_START_BYTES}; it may begin anew with others later. Blocks of other tracks are left
 * out and told in sum. What is missing between blocks is told from their timestamps ({@link
 * Timeline}).
 *
 * <p>Throws what a {@link Framer} may, before its first packet; later only {@link
 * UnsupportedMediaException}, when the stream begins anew with what is not done here.
 */
public final class WebmFramer implements Framer {
  /** A stream that has shown no EBML header in so many bytes has none. */
  static final int MAX_START_BYTES = 64 * 1024;

  /** Of the EBML header. */
  static final int MAX_EBML_BYTES = 4 * 1024;

  /** Of Info and of Tracks, which are read whole. */
  static final int MAX_HEADER_BYTES = 1 << 20;

  /** Of a block that is read: a lace of Opus, or some seconds of samples. */
  static final int MAX_BLOCK_BYTES = 1 << 20;

  private final FramerSink sink;
  private final Timeline timeline;
  private final LeftOut leftOut;
  private final Window in = new Window();
  private final Clock clock = new Clock();
  private @Nullable AudioTrack track;

  /** A header has come whose Tracks have not. */
  private boolean tracksDue = true;

  private boolean hunting = true;

  /** While hunting: stream offset of the first place that was not looked at. */
  private long hunted;

  /** Stream offset of the next element; while hunting of the first byte that is skipped. */
  private long next;

  /** Stream offset up to which bytes are passed over. */
  private long passedTo;

  private @Nullable HeldBlock held;

  /**
   * A framer at the start of a stream.
   *
   * @param sink takes what is found, on the thread that pushes
   */
  public WebmFramer(FramerSink sink) {
    this.sink = sink;
    this.timeline = new Timeline(sink);
    this.leftOut = new LeftOut(sink);
  }

  /**
   * A block that is all there.
   *
   * @param start stream offset of its element
   * @param base stream offset of what its bounds are indices in
   * @param timestamp of its first sample, in samples
   * @param trimmed samples at its end that are not heard, if the stream ends with it
   */
  private record HeldBlock(long start, long base, Block block, long timestamp, int trimmed) {}

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    in.append(bytes);
    while (step()) {}
  }

  @Override
  public void release() {
    in.release();
  }

  @Override
  public void end() throws IOException {
    giveHeld(true);
    long rest = in.offset(in.end()) - next;
    if (track == null && in.offset(in.end()) > 0) {
      throw new MalformedMediaException(next, "WebM ends before its Tracks");
    }
    if (rest > 0) {
      timeline.damage(next, rest, "the stream ends within an element");
    }
    next += Math.max(0, rest);
    leftOut.tell();
    timeline.end();
  }

  /**
   * Bytes are missing before the next ones that are pushed: what is not whole is given up, and the
   * next Cluster looked for.
   *
   * @throws MalformedMediaException when the headers are not complete yet
   */
  public void bytesMissing() throws IOException {
    giveHeld(false);
    if (track == null) {
      throw new MalformedMediaException(in.offset(in.end()), "bytes of the headers are missing");
    }
    passedTo = 0;
    next = Math.min(next, in.offset(in.end()));
    timeline.damage(next, 0, "bytes are missing");
    hunting = true;
    hunted = in.offset(in.end());
    in.consumeTo(in.end());
  }

  private boolean step() throws IOException {
    long end = in.offset(in.end());
    if (passedTo > next) {
      next = Math.min(passedTo, end);
      in.consumeTo(in.index(next));
      return next == passedTo;
    }
    return hunting ? hunt() : element();
  }

  private boolean element() throws IOException {
    int at = in.index(next);
    Element found = Element.read(in.array(), at, in.end());
    if (found == null) {
      return false;
    }
    return switch (found.id()) {
      case Ids.SEGMENT -> enter(found);
      case Ids.CLUSTER -> enterCluster(found);
      case Ids.SIMPLE_BLOCK, Ids.BLOCK_GROUP -> block(found);
      case Ids.EBML -> header(found, MAX_EBML_BYTES);
      case Ids.INFO, Ids.TRACKS -> header(found, MAX_HEADER_BYTES);
      case Ids.TIMESTAMP -> header(found, Long.BYTES);
      default -> passOver(found);
    };
  }

  private boolean isThere(Element found) {
    return in.end() - found.dataStart() >= found.size();
  }

  /** An element that is needed and will not be read: sync is lost. */
  private boolean tooLong(Element found, int limit) throws IOException {
    String cause = "element %X longer than %d bytes".formatted(found.id(), limit);
    if (track == null) {
      throw new MediaLimitException("WebM: " + cause);
    }
    return lose(cause);
  }

  private boolean enter(Element found) throws IOException {
    return goOn(found, in.offset(found.dataStart()));
  }

  private boolean enterCluster(Element found) throws IOException {
    requireTracks();
    long dataStart = in.offset(found.dataStart());
    clock.enterCluster(found.sizeKnown() ? dataStart + found.size() : Long.MAX_VALUE);
    return goOn(found, dataStart);
  }

  /** The element is one that may stand there: the block before it was whole. */
  private boolean goOn(Element found, long nextOffset) throws IOException {
    giveHeld(!Ids.WITHIN_AUDIO.contains(found.id()));
    next = nextOffset;
    in.consumeTo(in.index(Math.min(next, in.offset(in.end()))));
    return true;
  }

  /** Reads an element that is no block. */
  private boolean header(Element found, int limit) throws IOException {
    if (!found.isAtMost(limit)) {
      return tooLong(found, limit);
    }
    return isThere(found) && readHeader(found);
  }

  private boolean readHeader(Element found) throws IOException {
    Elements fields = new Elements(in.array(), in.offset(0), found);
    try {
      switch (found.id()) {
        case Ids.EBML -> checkType(fields);
        case Ids.INFO -> clock.readInfo(fields);
        case Ids.TIMESTAMP -> clock.cluster(Vint.unsigned(in.array(), found));
        default -> readTracks(found, fields);
      }
    } catch (MalformedMediaException e) {
      if (track == null) {
        throw e;
      }
      return lose(String.valueOf(e.getMessage()));
    }
    return goOn(found, in.offset(found.dataEnd()));
  }

  private void checkType(Elements fields) throws IOException {
    Element type = fields.find(Ids.DOC_TYPE);
    String name = type == null ? "matroska" : fields.text();
    if (!name.equals("webm") && !name.equals("matroska")) {
      throw new UnsupportedMediaException(
          "EBML of another type than webm and matroska is not supported");
    }
    clock.restart();
    tracksDue = true;
  }

  private void readTracks(Element found, Elements fields) throws IOException {
    if (tracksDue) {
      AudioTrack read = AudioTrack.read(fields);
      goOn(found, in.offset(found.dataEnd()));
      track = read;
      tracksDue = false;
      clock.rate(read.codec().track().sampleRateHz());
      timeline.begin(read.codec());
    }
  }

  private AudioTrack requireTracks() throws MalformedMediaException {
    if (track == null) {
      throw new MalformedMediaException(next, "expected Tracks before the first Cluster");
    }
    return track;
  }

  private boolean block(Element found) throws IOException {
    AudioTrack wanted = requireTracks();
    boolean group = found.id() == Ids.BLOCK_GROUP;
    Element body = group ? Element.read(in.array(), found.dataStart(), in.end()) : found;
    if (body == null) {
      return false;
    }
    if (body.id() == Ids.BLOCK || !group) {
      Long number = Block.trackNumber(in.array(), body.dataStart(), in.end());
      if (number == null) {
        return false;
      }
      if (!wanted.numbers().contains(number)) {
        return lose("a block of no known track");
      }
      if (number != wanted.number()) {
        leftOut.add(next, found.size());
        return passOver(found);
      }
    }
    int limit = Math.min(MAX_BLOCK_BYTES, 4 * wanted.codec().maxUnitBytes());
    if (!found.isAtMost(limit)) {
      return tooLong(found, limit);
    }
    return isThere(found) && (group ? readGroup(found, wanted) : hold(found, found, 0));
  }

  /** BlockGroup: the Block in it, and what is to be cut off its end, in ns. */
  private boolean readGroup(Element found, AudioTrack wanted) throws IOException {
    Element body = null;
    long paddingNanos = 0;
    Elements fields = new Elements(in.array(), in.offset(0), found);
    try {
      while (fields.next()) {
        if (fields.id() == Ids.BLOCK) {
          body = fields.element();
        } else if (fields.id() == Ids.DISCARD_PADDING) {
          paddingNanos = fields.signed();
        }
      }
    } catch (MalformedMediaException e) {
      return lose(String.valueOf(e.getMessage()));
    }
    if (body == null) {
      return lose("expected a Block in a BlockGroup");
    }
    Long number = Block.trackNumber(in.array(), body.dataStart(), body.dataEnd());
    if (number == null || number != wanted.number()) {
      leftOut.add(next, found.size());
      return goOn(found, in.offset(found.dataEnd()));
    }
    return hold(found, body, clock.samples(Math.max(0, paddingNanos)));
  }

  private boolean hold(Element whole, Element body, long trimmed) throws IOException {
    Block block = Block.read(in.array(), body.dataStart(), body.dataEnd());
    if (block == null) {
      return lose("expected frames that fill their block");
    }
    if (!clock.isSet() || in.offset(whole.dataEnd()) > clock.clusterEnd()) {
      return lose("expected a block within a Cluster, behind its Timestamp");
    }
    long start = next;
    goOn(whole, in.offset(whole.dataEnd()));
    long timestamp = clock.at(block.timestamp());
    int cut = (int) Math.min(trimmed, Integer.MAX_VALUE);
    held = new HeldBlock(start, in.offset(0), block, timestamp, cut);
    in.consumeTo(in.index(start));
    return true;
  }

  private void giveHeld(boolean last) throws IOException {
    HeldBlock given = held;
    held = null;
    if (given == null) {
      return;
    }
    Block block = given.block();
    for (int i = 0; i < block.frames(); i++) {
      int from = in.index(given.base() + block.bound(i));
      int length = block.bound(i + 1) - block.bound(i);
      int trimmed = last && i == block.frames() - 1 ? given.trimmed() : 0;
      ByteBuffer unit = in.slice(from, length);
      if (i == 0) {
        timeline.unit(unit, given.timestamp(), trimmed, in.offset(from + length));
      } else {
        timeline.following(unit, trimmed, in.offset(from + length));
      }
    }
    in.consumeTo(in.index(next));
  }

  /** Goes past an element that is not needed, without keeping it. */
  private boolean passOver(Element found) throws IOException {
    if (!Ids.isKnown(found.id())) {
      return unknown(found);
    }
    if (!found.isAtMost(Ids.maxPassedBytes(found.id()))) {
      return lose("an element too long to be one");
    }
    goOn(found, in.offset(found.dataStart()));
    passedTo = next + found.size();
    return true;
  }

  /** An element of a later version is one only if a known one follows it. */
  private boolean unknown(Element found) throws IOException {
    if (found.none() || !found.isAtMost(Ids.MAX_UNKNOWN_BYTES)) {
      return lose("expected an element");
    }
    long after = found.dataStart() + found.size();
    Element follower = after >= in.end() ? null : Element.read(in.array(), (int) after, in.end());
    if (follower == null) {
      return false;
    }
    return Ids.isKnown(follower.id())
        ? goOn(found, in.offset(found.dataEnd()))
        : lose("expected an element");
  }

  /** What stands at the next element's place is none: skips it, with the block before it. */
  private boolean lose(String cause) throws IOException {
    if (track == null) {
      throw new MalformedMediaException(next, cause);
    }
    HeldBlock torn = held;
    held = null;
    next = torn == null ? next : torn.start();
    hunting = true;
    hunted = next + 1;
    timeline.damage(next, 0, cause);
    return true;
  }

  /** Looks for a Cluster, or for an EBML header; false when more must come first. */
  private boolean hunt() throws IOException {
    for (int at = in.index(hunted); at < in.end(); at++) {
      Boolean begins = begins(at);
      if (begins == null) {
        break;
      }
      if (begins) {
        found(in.offset(at));
        return true;
      }
      hunted = in.offset(at + 1);
    }
    in.consumeTo(in.index(hunted));
    if (track == null && hunted > MAX_START_BYTES) {
      throw new MalformedMediaException(
          0, "expected an EBML header within the first " + MAX_START_BYTES + " bytes");
    }
    return false;
  }

  private void found(long offset) throws IOException {
    long skipped = offset - next;
    if (track != null) {
      timeline.damage(next, skipped, "expected an element");
    } else if (skipped > 0) {
      sink.skipped(
          new Skip(next, skipped, Skip.Kind.JOIN, 0, "no EBML header before byte " + offset));
    }
    clock.leaveCluster();
    hunting = false;
    next = offset;
  }

  /** Whether sync may be regained there; null when more bytes must come to tell. */
  private @Nullable Boolean begins(int at) {
    byte first = in.array()[at];
    if (first != (byte) (Ids.EBML >>> 24) && first != (byte) (Ids.CLUSTER >>> 24)) {
      return false;
    }
    Element found = Element.read(in.array(), at, in.end());
    if (found == null) {
      return null;
    }
    boolean header = found.id() == Ids.EBML && found.isAtMost(MAX_EBML_BYTES);
    boolean cluster = found.id() == Ids.CLUSTER && track != null;
    if (!header && !cluster) {
      return false;
    }
    Element child = Element.read(in.array(), found.dataStart(), in.end());
    if (child == null) {
      return null;
    }
    return (header ? Ids.FIRST_IN_EBML : Ids.FIRST_IN_CLUSTER).contains(child.id());
  }
}
