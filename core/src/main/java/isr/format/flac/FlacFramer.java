package isr.format.flac;

import isr.format.frames.Window;
import isr.media.FlacTrack;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.MalformedMediaException;
import isr.media.Packet;
import isr.media.Skip;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of a live stream, which begins with metadata or anywhere.
 *
 * <p>A frame has no length field. Each place with a header whose CRC-8 is right is a <em>start</em>
 * and, for the starts before it, an <em>end</em>; a frame lies between a start and an end where its
 * CRC-16 is right. In an undisturbed stream there is one start at a time, and every byte is summed
 * up once. Where bytes were skipped, the starts among them are decoded: that tells whole frames
 * that foreign bytes follow from torn ones.
 *
 * <pre>
 *   metadata ──over──▶ frames ──fLaC and STREAMINFO──▶ metadata
 * </pre>
 */
final class FlacFramer implements Framer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long ALL_ONE = 0x0101010101010101L;
  private static final long ALL_TOP = ALL_ONE << 7;
  private static final long ALL_F = ALL_ONE * 'f';

  /** So many starts are followed at once; only forged streams have more. */
  private static final int MAX_STARTS = 16;

  /** Each byte of the stream pays for so many that are read to find where a frame ends. */
  private static final long READ_PER_BYTE = 8;

  /** Two of the longest frames may be read in advance. */
  private static final long MAX_READ_AHEAD = 2L * FrameStart.MAX_FRAME_BYTES;

  private final FramerSink sink;
  private final Window in = new Window();
  private final FlacTracks tracks = new FlacTracks(FlacTrack.Container.NATIVE);
  private final NumberWatch numbers = new NumberWatch();
  private final Deque<FrameStart> starts = new ArrayDeque<>();
  private @Nullable FlacFrameDecoder decoder;
  private @Nullable StreamMetadata metadata;

  /** A title that is told with the next frame; an empty one where it ends another. */
  private @Nullable String title;

  private boolean titled;

  /** Stream offset of the next byte that is looked at. */
  private long scanned;

  /** Stream offset up to which everything was given or told. */
  private long told;

  private @Nullable FlacTrack track;
  private boolean anyFrame;
  private long samplePosition;

  /** Bytes that were read to find the ends of frames, those before paid for. */
  private long spent;

  /** Of starts that were given up among the bytes that are still to be told. */
  private long tornSamples;

  FlacFramer(FramerSink sink) {
    this.sink = sink;
  }

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    in.append(bytes);
    while (metadata != null ? readMetadata() : scan(FlacFrameHeader.MAX_BYTES)) {}
  }

  @Override
  public void release() {
    in.release();
  }

  @Override
  public void end() throws IOException {
    while (metadata != null ? readMetadata() : scan(1)) {}
    long end = in.offset(in.end());
    if (metadata != null) {
      tell(new Skip(told, end - told, Skip.Kind.DAMAGE, 0, "metadata that is cut short"));
    } else {
      giveUpTooLong(end);
      frameBefore(end);
      settle(end);
      tellRest(end, null);
    }
  }

  /** Bytes of memory that are kept for the stream. */
  int capacity() {
    return in.array().length;
  }

  /** Reads metadata; whether frames may follow at once. */
  private boolean readMetadata() throws IOException {
    StreamMetadata open = metadata;
    if (open == null || !open.read(in)) {
      return false;
    }
    metadata = null;
    scanned = in.offset(in.start());
    tell(new Skip(told, scanned - told, Skip.Kind.TAG, 0, "the metadata of a FLAC stream"));
    tracks.headers(open.info(), open.comments());
    numbers.restart();
    title = CommentBlock.read(open.comments()).flatMap(CommentBlock::title).orElse("");
    return true;
  }

  /**
   * Looks for the next header or the next metadata, and handles it.
   *
   * @param ahead as many bytes must be there for a place to be looked at
   * @return false when more must come first
   */
  private boolean scan(int ahead) throws IOException {
    byte[] bytes = in.array();
    int last = in.end() - ahead;
    for (int at = skipIdle(bytes, in.index(scanned), last);
        at <= last;
        at = skipIdle(bytes, at + 1, last)) {
      if (bytes[at] == -1 && at < in.end() - 1 && FlacFrameHeader.isSync(bytes, at)) {
        FlacFrameHeader header = FlacFrameHeader.read(bytes, at, in.end()).orElse(null);
        if (header != null) {
          scanned = in.offset(at + 1);
          boundary(in.offset(at), header);
          return true;
        }
      } else if (bytes[at] == 'f' && StreamMetadata.mayBegin(bytes, at, in.end())) {
        if (in.end() - at >= StreamMetadata.START_BYTES) {
          beginMetadata(at);
          return true;
        }
        last = ahead == 1 ? last : at - 1;
      }
    }
    scanned = Math.max(scanned, in.offset(Math.max(in.start(), last + 1)));
    dropUnneeded();
    return false;
  }

  /** The next place where 0xFF or an "f" may be; other bytes are of no interest. */
  private static int skipIdle(byte[] bytes, int from, int last) {
    int at = from;
    while (at <= last && at + 8 <= bytes.length) {
      long eight = (long) LONGS.get(bytes, at);
      long found = zeros(~eight) | zeros(eight ^ ALL_F);
      if (found != 0) {
        return at + (Long.numberOfLeadingZeros(found) >>> 3);
      }
      at += 8;
    }
    return at;
  }

  /** The top bits of bytes that are 0, and perhaps of others above one that is; else 0. */
  private static long zeros(long bytes) {
    return (bytes - ALL_ONE) & ~bytes & ALL_TOP;
  }

  private void beginMetadata(int at) throws IOException {
    StreamMetadata found = new StreamMetadata(in, at);
    giveUpTooLong(found.offset());
    frameBefore(found.offset());
    settle(found.offset());
    tellRest(found.offset(), null);
    starts.clear();
    in.consumeTo(at);
    metadata = found;
  }

  /** A header begins here: a frame may end, and one may begin. */
  private void boundary(long offset, FlacFrameHeader header) throws IOException {
    giveUpTooLong(offset);
    frameBefore(offset);
    if (starts.size() == MAX_STARTS) {
      giveUp(starts.getFirst(), offset);
    }
    starts.addLast(new FrameStart(offset, header));
  }

  /** Gives the frame that ends here, if one does, and settles what lies before it. */
  private void frameBefore(long end) throws IOException {
    FrameStart found = null;
    for (FrameStart start : starts) {
      if (found == null && start.mayEndAt(end, in)) {
        found = start;
      }
    }
    if (found == null) {
      return;
    }
    int bytes = bytesUpTo(found, end);
    if (bytes == 0) {
      starts.remove(found);
      return;
    }
    settle(found.offset());
    tellRest(found.offset(), found.header());
    starts.clear();
    give(found, bytes);
  }

  /** Zeros after a frame do not change its CRC-16: only decoding it tells where it ends. */
  private int bytesUpTo(FrameStart start, long end) {
    return in.array()[in.index(end) - 1] == 0
        ? decodedBytes(start, end)
        : (int) (end - start.offset());
  }

  /**
   * Of the starts before an offset, gives the frames that are whole, and tells what lies before and
   * between them.
   */
  private void settle(long end) throws IOException {
    for (FrameStart start : starts) {
      if (start.offset() < told || start.offset() >= end) {
        continue;
      }
      int bytes = decodedBytes(start, end);
      if (bytes > 0) {
        tellRest(start.offset(), start.header());
        give(start, bytes);
      }
    }
    starts.removeIf(start -> start.offset() < told);
  }

  /** Bytes of the frame that begins there and ends at that offset or before; 0 when none does. */
  private int decodedBytes(FrameStart start, long end) {
    OptionalInt bits = bits(start.header());
    if (bits.isEmpty()) {
      return 0;
    }
    FlacFrameDecoder using = decoder == null ? new FlacFrameDecoder() : decoder;
    decoder = using;
    spent = Math.max(spent, READ_PER_BYTE * end);
    if (spent > READ_PER_BYTE * end + MAX_READ_AHEAD) {
      return 0;
    }
    int at = in.index(start.offset());
    try {
      int to = using.end(start.header(), in.array(), at, in.index(end), bits.getAsInt());
      return using.checksumMatches() ? to - at : 0;
    } catch (MalformedMediaException e) {
      return 0;
    } finally {
      spent += using.readBytes();
    }
  }

  private OptionalInt bits(FlacFrameHeader header) {
    return header.bits().isPresent()
        ? header.bits()
        : tracks.info().map(info -> OptionalInt.of(info.bits())).orElse(OptionalInt.empty());
  }

  private void give(FrameStart start, int bytes) throws IOException {
    FlacFrameHeader header = start.header();
    followTrack(header);
    int at = in.index(start.offset());
    Packet packet = new Packet(in.slice(at, bytes), samplePosition, header.blockSize());
    in.consumeTo(at + bytes);
    told = in.offset(at + bytes);
    scanned = Math.max(scanned, told);
    samplePosition += header.blockSize();
    numbers.given(header);
    anyFrame = true;
    sink.packet(packet, told);
  }

  private void followTrack(FlacFrameHeader header) throws IOException {
    FlacTrack next = tracks.of(header);
    if (tracks.began()) {
      track = next;
      samplePosition = 0;
      sink.track(next);
    }
    String due = title;
    title = null;
    if (due != null) {
      if (titled || !due.isEmpty()) {
        sink.title(due);
      }
      titled = !due.isEmpty();
    }
  }

  /** Tells the bytes from the last frame up to an offset, and what is missing there. */
  private void tellRest(long end, @Nullable FlacFrameHeader next) throws IOException {
    FlacTrack current = track;
    long lost =
        next == null || current == null ? 0 : numbers.lostBefore(next, current.sampleRateHz());
    long count = end - told;
    if (count == 0 && lost > 0) {
      tell(new Skip(end, 0, Skip.Kind.DAMAGE, lost, "the frame numbers jump: frames are missing"));
    } else if (count > 0 && !anyFrame) {
      String cause = "no frame begins before byte " + end;
      tell(new Skip(told, count, Skip.Kind.JOIN, 0, cause));
    } else if (count > 0) {
      tell(between(count, next, lost));
    }
  }

  private Skip between(long count, @Nullable FlacFrameHeader next, long lost) {
    long torn = tornSamples;
    for (FrameStart start : starts) {
      torn +=
          start.offset() >= told && start.offset() < told + count ? start.header().blockSize() : 0;
    }
    boolean whole = next != null && numbers.isNext(next);
    if (whole || (lost == 0 && torn == 0)) {
      String cause = "expected a frame header, found other bytes";
      return new Skip(told, count, Skip.Kind.FOREIGN, 0, cause);
    }
    String cause = "a frame that is cut short or damaged";
    return new Skip(told, count, Skip.Kind.DAMAGE, lost > 0 ? lost : torn, cause);
  }

  private void tell(Skip skip) throws IOException {
    told = skip.offset() + skip.byteCount();
    tornSamples = 0;
    samplePosition += skip.lostSamples();
    if (skip.byteCount() > 0 || skip.lostSamples() > 0) {
      sink.skipped(skip);
    }
  }

  /** Drops the bytes that nothing needs. */
  private void dropUnneeded() throws IOException {
    giveUpTooLong(scanned);
    FrameStart first = starts.peekFirst();
    in.consumeTo(in.index(first == null ? scanned : first.offset()));
  }

  /**
   * Gives up the first start as long as its frame would be too long if it ended there. What comes
   * of that does not depend on when it is asked: a stream gives the same in any chunks.
   */
  private void giveUpTooLong(long end) throws IOException {
    FrameStart first = starts.peekFirst();
    while (first != null && end - first.offset() > first.maxBytes()) {
      giveUp(first, first.offset() + first.maxBytes());
      first = starts.peekFirst();
    }
  }

  /** Gives up the first start, unless it is whole and only what follows it is not. */
  private void giveUp(FrameStart first, long dataEnd) throws IOException {
    int bytes = decodedBytes(first, dataEnd);
    if (bytes > 0) {
      tellRest(first.offset(), first.header());
      give(first, bytes);
      starts.removeIf(start -> start.offset() < told);
    } else {
      starts.removeFirst();
      tornSamples += first.header().blockSize();
    }
  }
}
