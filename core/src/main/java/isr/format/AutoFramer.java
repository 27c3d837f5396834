package isr.format;

import isr.format.flac.FlacFormat;
import isr.format.ogg.OggFormat;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.MediaFormat;
import isr.media.MediaLimitException;
import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by the bytes what a stream is: several formats look at the same bytes, and the one
 * whose packets begin first is taken.
 *
 * <p>When the format taken has found nothing for a while, the others look again, from just after
 * its last packet on: a server that falls back to another mount may change the format in
 * mid-stream. Ogg is not left as long as pages begin, however damaged: there are whole frames of
 * FLAC in them, but not all, and parts of anything else. The last frame before such a change is
 * kept when it is whole. Other than a framer of one format, this one gives up when a stream does
 * not begin with audio: {@link MalformedMediaException}, {@link UnsupportedMediaException}.
 */
public final class AutoFramer implements Framer {
  /** A stream that has shown no audio in so many bytes has none. */
  static final int MAX_START_BYTES = 64 * 1024;

  /** Headers of Ogg may be of a mebibyte (cover art), and pages are up to 64 KB. */
  static final int MAX_OGG_START_BYTES = (1 << 20) + 256 * 1024;

  /** Where FLAC is expected: a piece of a frame and a whole one, of many channels and bits. */
  static final int MAX_FLAC_START_BYTES = 512 * 1024;

  /** What begins as FLAC does may begin with 32 MB of metadata, which are not kept. */
  static final int MAX_FLAC_METADATA_BYTES = 36 * 1024 * 1024;

  /** So many bytes without a packet, and the other formats look again. */
  static final int LOST_BYTES = 12 * 1024;

  static final int OGG_LOST_BYTES = 192 * 1024;
  static final int FLAC_LOST_BYTES = 512 * 1024;

  /** A long push is looked at in pieces, so that a change within it is noticed. */
  private static final int MAX_PIECE_BYTES = 8 * 1024;

  private final List<MediaFormat> formats;
  private final FramerSink sink;
  private final String contentType;
  private final StreamStart start = new StreamStart();

  /** Those that look for their format; empty while the one taken finds packets. */
  private List<Candidate> looking;

  private @Nullable Candidate taken;
  private final Tail tail = new Tail();
  private final OggPresence oggPages = new OggPresence();
  private long pushed;
  private @Nullable IOException refusal;

  /**
   * A framer at the start of a stream.
   *
   * @param formats that may be found
   * @param sink takes what is found
   * @param contentType what the server says; it decides only between formats that fit equally well
   */
  public AutoFramer(List<MediaFormat> formats, FramerSink sink, Optional<String> contentType) {
    this.formats = List.copyOf(formats);
    this.sink = sink;
    this.contentType = contentType.map(AutoFramer::bareType).orElse("");
    this.looking = candidates(formats, 0);
  }

  private static String bareType(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The format that the Content-Type names comes first. */
  private List<Candidate> candidates(List<MediaFormat> of, long base) {
    return of.stream()
        .sorted(Comparator.comparing(format -> !format.mimeTypes().contains(contentType)))
        .map(format -> new Candidate(format, base, sink))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), MAX_PIECE_BYTES);
      pushPiece(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
    }
  }

  private void pushPiece(ByteBuffer bytes) throws IOException {
    long before = pushed;
    pushed += bytes.remaining();
    Candidate current = taken;
    if (current == null) {
      start.add(bytes);
      lookAtStart(bytes);
    } else {
      current.push(bytes);
      keepTail(current, bytes, before);
      lookAgain(current, bytes);
    }
    Candidate chosen = taken;
    if (chosen != null && chosen != current) {
      keepTail(chosen, bytes, before);
    }
  }

  private void lookAtStart(ByteBuffer bytes) throws IOException {
    if (start.isFlac() && looking.stream().anyMatch(AutoFramer::isFlac)) {
      looking.removeIf(candidate -> !isFlac(candidate)); // pictures may hold anything
    }
    if (start.isOgg() && looking.stream().anyMatch(AutoFramer::isOgg)) {
      looking.removeIf(AutoFramer::isFlac); // its frames lie in the pages as they are
    }
    for (Candidate candidate : List.copyOf(looking)) {
      try {
        candidate.push(bytes);
      } catch (UnsupportedMediaException | MediaLimitException e) {
        refusal = e;
        looking.remove(candidate);
      }
    }
    takeFirst();
    if (taken == null && (looking.isEmpty() || pushed > startLimit())) {
      giveUp();
    } else if (taken == null && looking.size() > 1) {
      tail.add(bytes);
    }
  }

  /** Takes the one whose packets begin first, if any has found some. */
  private void takeFirst() throws IOException {
    Optional<Candidate> first =
        looking.stream()
            .filter(Candidate::hasFound)
            .min(Comparator.comparingLong(Candidate::foundAt));
    if (first.isPresent()) {
      take(first.get());
    }
  }

  private void take(Candidate next) throws IOException {
    Candidate previous = taken;
    if (previous == null) {
      tellSkipped(0, next, Skip.Kind.JOIN, "no frame begins before byte " + next.foundAt());
    } else {
      leave(previous, next);
    }
    taken = next;
    looking = List.of();
    next.choose();
  }

  private void tellSkipped(long from, Candidate next, Skip.Kind kind, String cause)
      throws IOException {
    long count = next.foundAt() - from;
    if (count > 0) {
      boolean tag =
          next.lead().filter(s -> s.offset() == from && s.kind() == Skip.Kind.TAG).isPresent();
      sink.skipped(new Skip(from, count, tag ? Skip.Kind.TAG : kind, 0, cause));
    }
  }

  /** Gives the last frame of the format before, if it ends just where the new one begins. */
  private void leave(Candidate previous, Candidate next) throws IOException {
    LastFrames last = new LastFrames(previous);
    if (next.foundAt() <= tail.end()) {
      Candidate again = new Candidate(previous.format(), tail.start(), last);
      again.choose();
      again.push(tail.upTo(next.foundAt()));
      again.framer().end();
    }
    String change = previous.format().name() + " turned into " + next.format().name();
    tellSkipped(last.end, next, Skip.Kind.DAMAGE, change);
  }

  private static boolean isFlac(Candidate candidate) {
    return candidate.format() instanceof FlacFormat;
  }

  private static boolean isOgg(Candidate candidate) {
    return candidate.format() instanceof OggFormat;
  }

  private int startLimit() {
    if (!looking.isEmpty() && isFlac(looking.get(0))) {
      return start.isFlac() ? MAX_FLAC_METADATA_BYTES : MAX_FLAC_START_BYTES;
    }
    return start.oggSeen() && refusal == null ? MAX_OGG_START_BYTES : MAX_START_BYTES;
  }

  private void giveUp() throws IOException {
    IOException known = refusal;
    throw known != null ? known : start.explain(sought(), pushed);
  }

  private String sought() {
    return formats.stream()
        .map(format -> format.name().toUpperCase(Locale.ROOT))
        .collect(Collectors.joining("/"));
  }

  /** Keeps what came since the last packet, in case another format has to look at it. */
  private void keepTail(Candidate current, ByteBuffer bytes, long before) {
    if (formats.size() == 1) {
      return;
    }
    boolean page = isOgg(current) && oggPages.add(bytes, before);
    if (current.lastPacketEnd() > tail.start()) {
      looking = List.of();
      if (tail.end() == pushed) {
        tail.dropBefore(current.lastPacketEnd());
      } else {
        tail.keepAfter(current.lastPacketEnd(), bytes, before);
      }
    } else if (page) {
      looking = List.of();
      tail.keepAfter(oggPages.lastStart(), bytes, before);
    } else if (looking.isEmpty()) {
      tail.add(bytes);
    }
  }

  private void lookAgain(Candidate current, ByteBuffer bytes) throws IOException {
    ByteBuffer unseen = bytes;
    if (looking.isEmpty()) {
      if (formats.size() == 1 || tail.count() <= lostBytes(current)) {
        return;
      }
      looking =
          candidates(formats.stream().filter(f -> f != current.format()).toList(), tail.start());
      unseen = tail.upTo(tail.end());
    }
    for (Candidate candidate : looking) {
      candidate.push(unseen);
    }
    takeFirst();
  }

  private static int lostBytes(Candidate current) {
    if (isFlac(current)) {
      return FLAC_LOST_BYTES;
    }
    return isOgg(current) ? OGG_LOST_BYTES : LOST_BYTES;
  }

  @Override
  public void end() throws IOException {
    Candidate before = taken;
    for (Candidate candidate : looking) {
      candidate.framer().end();
    }
    takeFirst();
    Candidate current = taken;
    if (current == null) {
      if (pushed > 0) {
        giveUp();
      }
    } else if (current == before) {
      current.framer().end();
    }
  }

  @Override
  public void release() {
    Candidate current = taken;
    if (current != null) {
      current.framer().release();
    }
    looking.forEach(candidate -> candidate.framer().release());
  }

  /** Bytes of the stream that are kept for another format to look at. */
  int keptBytes() {
    return tail.count();
  }

  /** Passes on the packets of a second reading of the last bytes, behind those already given. */
  private final class LastFrames implements FramerSink {
    private final Optional<Track> wanted;
    private final long positionBefore;
    private boolean same;
    private long end;

    LastFrames(Candidate previous) {
      this.wanted = previous.track();
      this.positionBefore = previous.nextPosition();
      this.end = previous.lastPacketEnd();
    }

    @Override
    public void track(Track track) {
      same = wanted.filter(track::equals).isPresent();
    }

    @Override
    public void packet(Packet packet, long streamOffset) throws IOException {
      if (!same) {
        return;
      }
      long lost = streamOffset - packet.byteCount() - end;
      if (lost > 0) {
        sink.skipped(
            new Skip(end, lost, Skip.Kind.DAMAGE, 0, "no frame, before the format changed"));
      }
      end = streamOffset;
      long position = positionBefore + packet.samplePosition();
      sink.packet(new Packet(packet.payload(), position, packet.sampleCount()), streamOffset);
    }

    @Override
    public void skipped(Skip skip) {}

    @Override
    public void title(String title) {}
  }
}
