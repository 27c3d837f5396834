package isr.format.webm;

import isr.format.timed.ContainerFramer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the first track of Opus, or of samples, in WebM and Matroska (RFC 9559); a MediaRecorder
 * in the browser sends such, and leaves the sizes of Segment and Clusters unknown. After damage it
 * goes on at the next Cluster.
 */
public final class WebmFramer extends ContainerFramer {
  /** Of the EBML header. */
  static final int MAX_EBML_BYTES = 4 * 1024;

  /** Of Info and of Tracks, which are read whole. */
  static final int MAX_HEADER_BYTES = 1 << 20;

  /** Of a block that is read: a lace of Opus, or some seconds of samples. */
  static final int MAX_BLOCK_BYTES = 1 << 20;

  private final Clock clock = new Clock();
  private @Nullable AudioTrack track;

  /** A header has come whose Tracks have not. */
  private boolean tracksDue = true;

  private @Nullable HeldBlock held;

  /**
   * A framer at the start of a stream.
   *
   * @param sink takes what is found, on the thread that pushes
   */
  public WebmFramer(FramerSink sink) {
    super("WebM", sink);
  }

  /**
   * A block that is all there.
   *
   * @param base stream offset of what its bounds are indices in
   * @param timestamp of its first sample, in samples
   * @param trimmed samples at its end that are not heard, if the stream ends with it
   */
  private record HeldBlock(long base, Block block, long timestamp, int trimmed) {}

  @Override
  protected boolean hasTrack() {
    return track != null;
  }

  @Override
  protected void found() {
    clock.leaveCluster();
  }

  @Override
  protected boolean isLikely() {
    Element cut = Element.read(in.array(), in.index(next()), in.end());
    Boolean proof = cut == null ? null : isProof(cut);
    return proof == null || proof;
  }

  @Override
  protected boolean part() throws IOException {
    int at = in.index(next());
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
      case Ids.TIMESTAMP -> clock.isSet() ? lose("a second Timestamp") : header(found, Long.BYTES);
      default -> passOver(found);
    };
  }

  private boolean isThere(Element found) {
    return in.end() - found.dataStart() >= found.size();
  }

  private boolean enter(Element found) throws IOException {
    return goOn(in.offset(found.dataStart()), ends(found));
  }

  private boolean enterCluster(Element found) throws IOException {
    requireTracks();
    long dataStart = in.offset(found.dataStart());
    clock.enterCluster(found.sizeKnown() ? dataStart + found.size() : Long.MAX_VALUE);
    return goOn(dataStart, false);
  }

  /** Whether the audio is over where such an element stands. */
  private static boolean ends(Element found) {
    return !Ids.WITHIN_AUDIO.contains(found.id());
  }

  /** Reads an element that is no block. */
  private boolean header(Element found, int limit) throws IOException {
    if (!found.isAtMost(limit)) {
      return tooLong("element %X".formatted(found.id()), limit);
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
      return malformed(e);
    }
    return goOn(in.offset(found.dataEnd()), ends(found));
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
      goOn(in.offset(found.dataEnd()), ends(found));
      track = read;
      tracksDue = false;
      clock.rate(read.codec().track().sampleRateHz());
      timeline.begin(read.codec());
    }
  }

  private AudioTrack requireTracks() throws MalformedMediaException {
    if (track == null) {
      throw new MalformedMediaException(next(), "expected Tracks before the first Cluster");
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
    if (group && body.id() != Ids.BLOCK) {
      return wantedBlock(found, wanted); // its Block comes later
    }
    Long number = Block.trackNumber(in.array(), body.dataStart(), in.end());
    if (number == null) {
      return false;
    }
    if (!wanted.numbers().contains(number)) {
      return lose("a block of no known track");
    }
    return number == wanted.number() ? wantedBlock(found, wanted) : leaveOut(found);
  }

  private boolean leaveOut(Element found) throws IOException {
    if (!found.isAtMost(Ids.MAX_PASSED_BYTES)) {
      return lose("a block too long to be one");
    }
    leftOut.add(next(), found.size());
    return passOver(in.offset(found.dataStart()) + found.size(), false);
  }

  private boolean wantedBlock(Element found, AudioTrack wanted) throws IOException {
    int limit = Math.min(MAX_BLOCK_BYTES, 4 * wanted.codec().maxUnitBytes());
    if (!found.isAtMost(limit)) {
      return tooLong("element %X".formatted(found.id()), limit);
    }
    if (!isThere(found)) {
      return false;
    }
    return found.id() == Ids.BLOCK_GROUP ? readGroup(found, wanted) : hold(found, found, 0);
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
      return malformed(e);
    }
    if (body == null) {
      return lose("expected a Block in a BlockGroup");
    }
    Long number = Block.trackNumber(in.array(), body.dataStart(), body.dataEnd());
    if (number == null || number != wanted.number()) {
      leftOut.add(next(), found.size());
      return goOn(in.offset(found.dataEnd()), ends(found));
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
    hold(in.offset(whole.dataEnd()));
    int cut = (int) Math.min(trimmed, Integer.MAX_VALUE);
    held = new HeldBlock(in.offset(0), block, clock.at(block.timestamp()), cut);
    return true;
  }

  @Override
  protected void give(boolean last) throws IOException {
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
  }

  /** Goes past an element that is not needed, without keeping it. */
  private boolean passOver(Element found) throws IOException {
    if (Ids.isDoubtful(found.id())) {
      return passOverDoubtful(found);
    }
    if (!found.isAtMost(Ids.MAX_PASSED_BYTES)) {
      return lose("an element too long to be one");
    }
    return passOver(in.offset(found.dataStart()) + found.size(), ends(found));
  }

  /**
   * What other bytes easily look like is an element if a known one follows it; to prove what is
   * held one must follow that is no doubtful one itself. Behind a block an unknown identifier is
   * none: none is defined for there, and bytes of a torn packet look like it too often.
   */
  private boolean passOverDoubtful(Element found) throws IOException {
    boolean strange = isHolding() && !Ids.isKnown(found.id());
    if (strange || !found.isAtMost(Ids.maxDoubtfulBytes(found.id()))) {
      return lose("expected an element");
    }
    if (!isHolding() && Ids.isKnown(found.id())) {
      return passOver(in.offset(found.dataStart()) + found.size(), false);
    }
    if (in.end() <= found.dataEnd()) {
      return false;
    }
    Element follower = Element.read(in.array(), found.dataEnd(), in.end());
    Boolean proved = follower == null ? null : isProof(follower);
    if (follower == null || proved == null) {
      return false;
    }
    boolean follows = isHolding() ? proved : Ids.isKnown(follower.id());
    return follows ? goOn(in.offset(found.dataEnd()), ends(found)) : lose("expected an element");
  }

  /** Whether the element is hardly anything else; null when more bytes must come to tell. */
  private @Nullable Boolean isProof(Element found) {
    if (found.id() != Ids.SIMPLE_BLOCK && found.id() != Ids.BLOCK_GROUP) {
      return Ids.isKnown(found.id()) && found.id() >>> 24 != 0;
    }
    boolean group = found.id() == Ids.BLOCK_GROUP;
    Element body = group ? Element.read(in.array(), found.dataStart(), in.end()) : found;
    Long number = body == null ? null : Block.trackNumber(in.array(), body.dataStart(), in.end());
    if (body == null || number == null) {
      return null;
    }
    boolean block = !group || body.id() == Ids.BLOCK;
    return block && track != null && track.numbers().contains(number);
  }

  @Override
  protected @Nullable Boolean begins(int at) {
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
