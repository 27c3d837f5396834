package isr.format.timed;

import isr.format.frames.Window;
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
 * Goes through a container whose parts follow one another, each after a header that tells its size.
 *
 * <pre>
 *   hunting ── a part that is unmistakable ──▶ at a part ──┐◀── next part
 *      ▲                                           │       │
 *      └───── no part that may stand there ────────┘◀──────┘
 * </pre>
 *
 * <p>Packets are held until what follows them is there and may stand there: where it may not, bytes
 * are missing, and what was held may have swallowed others. The stream must begin with its headers,
 * within {@link #MAX_START_BYTES}; it may begin anew with others later. What is missing between
 * packets is told from their timestamps ({@link Timeline}); other tracks are told in sum.
 *
 * <p>Throws what a {@link Framer} may, before its first packet; later only {@link
 * UnsupportedMediaException} and {@link MediaLimitException}, when the stream begins anew with what
 * is not done here.
 */
public abstract class ContainerFramer implements Framer {
  /** A stream whose headers have not begun in so many bytes has none. */
  public static final int MAX_START_BYTES = 64 * 1024;

  /** What has come and is still needed. */
  protected final Window in = new Window();

  /** Where packets go. */
  protected final Timeline timeline;

  /** Where bytes of other tracks go. */
  protected final LeftOut leftOut;

  private final FramerSink sink;
  private final String name;
  private boolean hunting = true;

  /** While hunting: stream offset of the first place that was not looked at. */
  private long hunted;

  /** Stream offset of the next part; while hunting of the first byte that is skipped. */
  private long next;

  /** Stream offset up to which bytes are passed over. */
  private long passedTo;

  private boolean holding;
  private long heldStart;

  /**
   * A framer at the start of a stream.
   *
   * @param name of the container, for messages
   */
  protected ContainerFramer(String name, FramerSink sink) {
    this.name = name;
    this.sink = sink;
    this.timeline = new Timeline(sink);
    this.leftOut = new LeftOut(sink);
  }

  /** Whether a track is known. */
  protected abstract boolean hasTrack();

  /**
   * Reads the part at {@link #next}, by one of {@link #goOn}, {@link #passOver}, {@link #hold} and
   * {@link #lose}.
   *
   * @return false when more bytes must come
   */
  protected abstract boolean part() throws IOException;

  /** Whether the part at {@link #next}, of which not all has come, is likely to be one. */
  protected abstract boolean isLikely();

  /**
   * Whether a part begins there from which the stream can be followed.
   *
   * @return null when more bytes must come to tell
   */
  protected abstract @Nullable Boolean begins(int index);

  /** A part has been found from which the stream can be followed. */
  protected abstract void found();

  /**
   * Gives what is held.
   *
   * @param last whether the stream ends with it, and may trim it
   */
  protected abstract void give(boolean last) throws IOException;

  @Override
  public final void push(ByteBuffer bytes) throws IOException {
    in.append(bytes);
    while (step()) {}
  }

  @Override
  public final void release() {
    in.release();
  }

  @Override
  public final void end() throws IOException {
    long end = in.offset(in.end());
    if (holding && (end == next || isLikely())) {
      giveHeld(end == next);
    }
    if (!hasTrack() && end > 0) {
      throw new MalformedMediaException(next, name + " ends before its headers do");
    }
    while (end > next && !hunting) { // a part may seem longer than it is, and hide others
      lose("the stream ends within a part");
      while (step()) {}
      giveHeld(end == next);
    }
    if (end > next) {
      timeline.damage(next, end - next, "the stream ends within a part");
      next = end;
    }
    leftOut.tell();
    timeline.end();
  }

  /**
   * Bytes are missing before the next ones that are pushed: what is not whole is given up, and
   * looked for where the stream can be followed again.
   *
   * @throws MalformedMediaException when the headers are not complete yet
   */
  public final void bytesMissing() throws IOException {
    giveHeld(false);
    long end = in.offset(in.end());
    if (!hasTrack()) {
      throw new MalformedMediaException(end, "bytes of the headers are missing");
    }
    passedTo = 0;
    timeline.damage(next, 0, "bytes are missing");
    hunting = true;
    hunted = end;
    in.consumeTo(in.end());
  }

  /** Stream offset of the part that is to be read. */
  protected final long next() {
    return next;
  }

  /** The part may stand there: what was held is given, and the next part begins at that offset. */
  protected final boolean goOn(long nextOffset, boolean last) throws IOException {
    giveHeld(last);
    next = nextOffset;
    in.consumeTo(in.index(next));
    return true;
  }

  /** The same, where the bytes up to the offset are not needed, and may not have come yet. */
  protected final boolean passOver(long nextOffset, boolean last) throws IOException {
    passedTo = nextOffset;
    return goOn(Math.min(nextOffset, in.offset(in.end())), last);
  }

  /** The part holds packets; the next one begins at that offset. */
  protected final void hold(long nextOffset) throws IOException {
    long start = next;
    goOn(nextOffset, false);
    heldStart = start;
    holding = true;
    in.consumeTo(in.index(start));
  }

  /** Whether packets are held. */
  protected final boolean isHolding() {
    return holding;
  }

  /** What stands at the next part's place is none: skips it, and what is held. */
  protected final boolean lose(String cause) throws IOException {
    if (!hasTrack()) {
      throw new MalformedMediaException(next, cause);
    }
    next = holding ? heldStart : next;
    holding = false;
    hunting = true;
    hunted = Math.min(next + 1, in.offset(in.end()));
    timeline.damage(next, 0, cause);
    return true;
  }

  /** A part that is needed will not be read, because it is too long. */
  protected final boolean tooLong(String part, int limit) throws IOException {
    String cause = "%s longer than %d bytes".formatted(part, limit);
    if (!hasTrack()) {
      throw new MediaLimitException(name + ": " + cause);
    }
    return lose(cause);
  }

  /** A header breaks the rules: thrown at the start, damage later. */
  protected final boolean malformed(MalformedMediaException rule) throws IOException {
    if (!hasTrack()) {
      throw rule;
    }
    return lose(String.valueOf(rule.getMessage()));
  }

  private boolean step() throws IOException {
    if (passedTo > next) {
      next = Math.min(passedTo, in.offset(in.end()));
      in.consumeTo(in.index(next));
      return next == passedTo;
    }
    return hunting ? hunt() : part();
  }

  private void giveHeld(boolean last) throws IOException {
    if (holding) {
      holding = false;
      give(last);
      in.consumeTo(in.index(next));
    }
  }

  private boolean hunt() throws IOException {
    for (int at = in.index(hunted); at < in.end(); at++) {
      Boolean begins = begins(at);
      if (begins == null) {
        break;
      }
      if (begins) {
        regain(in.offset(at));
        return true;
      }
      hunted = in.offset(at + 1);
    }
    in.consumeTo(in.index(hunted));
    if (!hasTrack() && hunted > MAX_START_BYTES) {
      throw new MalformedMediaException(
          0, "no " + name + " begins in the first " + MAX_START_BYTES + " bytes");
    }
    return false;
  }

  private void regain(long offset) throws IOException {
    if (hasTrack()) {
      timeline.damage(next, offset - next, "expected another part");
    } else if (offset > next) {
      String cause = "no " + name + " begins before byte " + offset;
      sink.skipped(new Skip(next, offset - next, Skip.Kind.JOIN, 0, cause));
    }
    hunting = false;
    next = offset;
    found();
  }
}
