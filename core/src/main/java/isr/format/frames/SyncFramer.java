package isr.format.frames;

import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in a live stream that begin with a sync word and have no checksum that could be
 * relied on.
 *
 * <pre>
 *            chain of 3 headers                 next header where it should be: frame given
 *   hunting ───────────────────▶ in sync ──┐◀──┘
 *      ▲                                   │ no header of the track there: the frame is held
 *      └───────────────────────────────────┘
 * </pre>
 *
 * <p>A held frame is given when the next chain, or a tag, or the end of the stream begins just
 * after it, or when what is found later shows that it was whole; otherwise it is torn, and part of
 * the run that is skipped. Tags are hunted through like anything else, so that one with a wrong
 * size hides no audio. At the end of the stream a chain may be shorter.
 */
public final class SyncFramer implements Framer {
  private static final int CHAIN_HEADERS = 3;

  /** A frame is given up as torn when so many bytes after it made no chain. */
  private static final int MAX_HUNTED_BYTES = 16 * 1024;

  private final FrameSyntax syntax;
  private final FramerSink sink;
  private final Window in = new Window();
  private @Nullable Track track;
  private long samplePosition;

  /** A frame that belongs to a chain begins at the start of the window. */
  private boolean inSync;

  /** While hunting: a frame at the start of the window that may or may not be whole. */
  private boolean holding;

  /** While hunting: the run that is being skipped; behind the held frame if there is one. */
  private SkippedRun run = SkippedRun.atStart();

  /** While hunting: stream offset of the first place that may begin a chain. */
  private long hunted;

  /**
   * A framer at the start of a stream.
   *
   * @param syntax of the frames to find
   * @param sink takes what is found
   */
  public SyncFramer(FrameSyntax syntax, FramerSink sink) {
    this.syntax = syntax;
    this.sink = sink;
  }

  @Override
  public void push(ByteBuffer bytes) throws IOException {
    in.append(bytes);
    while (inSync ? follow() : hunt()) {}
  }

  @Override
  public void release() {
    in.release();
  }

  @Override
  public void end() throws IOException {
    while (inSync ? follow() : huntShorter()) {}
    if (inSync) {
      endInSync();
    } else {
      endHunt();
    }
  }

  /** Bytes of memory that are kept for the stream. */
  int capacity() {
    return in.array().length;
  }

  /** Gives the frame at the start of the window, or loses sync; false when more must come first. */
  private boolean follow() throws IOException {
    int at = in.start();
    int next = at + syntax.frameBytes(in.array(), at);
    if (in.end() - next < syntax.headerBytes()) {
      return false;
    }
    if (isNext(at, next)) {
      give();
    } else {
      loseSync(next);
    }
    return true;
  }

  private boolean isNext(int at, int next) {
    byte[] bytes = in.array();
    return syntax.frameBytes(bytes, next) > 0 && syntax.sameTrack(bytes, at, next);
  }

  private void give() throws IOException {
    int at = in.start();
    int count = syntax.frameBytes(in.array(), at);
    int samples = syntax.sampleCount(in.array(), at);
    Packet packet = new Packet(in.slice(at, count), samplePosition, samples);
    in.consumeTo(at + count);
    samplePosition += samples;
    sink.packet(packet, in.offset(at + count));
  }

  private void loseSync(int next) {
    inSync = false;
    holding = true;
    run = SkippedRun.afterFrame(in.offset(next));
    hunted = in.offset(in.start() + 1);
  }

  /** Looks for a chain; false when more must come first. */
  private boolean hunt() throws IOException {
    followTags();
    int last = in.end() - syntax.headerBytes();
    for (int at = in.index(hunted); at <= last; at++) {
      int found = chain(at);
      if (found >= CHAIN_HEADERS) {
        regainSync(at);
        return true;
      }
      if (found < 0) {
        break;
      }
      hunted = in.offset(at + 1);
    }
    dropHunted();
    return false;
  }

  /** A tag directly after the held frame shows that the frame is whole. */
  private void followTags() throws IOException {
    run.followTags(in);
    if (holding && run.beginsWithTag()) {
      holding = false;
      give();
      hunted = Math.max(hunted, in.offset(in.start()));
    }
  }

  /**
   * Headers of one track that follow one another from here, counted up to what makes a chain;
   * negative when more bytes must come to tell.
   */
  private int chain(int first) {
    int at = first;
    for (int count = 0; count < CHAIN_HEADERS; count++) {
      if (in.end() - at < syntax.headerBytes()) {
        return -1;
      }
      int bytes = syntax.frameBytes(in.array(), at);
      if (bytes == 0 || !syntax.sameTrack(in.array(), first, at)) {
        return count;
      }
      at += bytes;
    }
    return CHAIN_HEADERS;
  }

  private void regainSync(int at) throws IOException {
    if (holding) {
      settleHeld(at);
    }
    tellRun(in.offset(at));
    in.consumeTo(at);
    inSync = true;
    Track found = syntax.track(in.array(), at);
    if (!found.equals(track)) {
      track = found;
      samplePosition = 0;
      sink.track(found);
    }
  }

  /** Gives the held frame, or makes it part of the run, by what is known of the chain after it. */
  private void settleHeld(int next) throws IOException {
    int at = in.start();
    int end = at + syntax.frameBytes(in.array(), at);
    holding = false;
    if (next == end || (next > end && syntax.wholeBefore(in.array(), at, next))) {
      give();
    } else {
      run = SkippedRun.ofTornFrame(in.offset(at), syntax.sampleCount(in.array(), at));
    }
  }

  private void tellRun(long end) throws IOException {
    if (!run.isEmpty(end)) {
      sink.skipped(run.ending(end));
    }
  }

  private void dropHunted() {
    if (holding) {
      int at = in.start();
      if (hunted - in.offset(at) <= MAX_HUNTED_BYTES) {
        return;
      }
      holding = false;
      run = SkippedRun.ofTornFrame(in.offset(at), syntax.sampleCount(in.array(), at));
    }
    in.consumeTo(Math.max(in.start(), in.index(run.tagsKnownTo(hunted))));
  }

  /** Looks for a whole frame that is followed by a header of its track, or by nothing. */
  private boolean huntShorter() throws IOException {
    int last = in.end() - syntax.headerBytes();
    for (int at = in.index(hunted); at <= last; at++) {
      int bytes = syntax.frameBytes(in.array(), at);
      int next = at + bytes;
      if (bytes > 0 && (next == in.end() || (next <= last && isNext(at, next)))) {
        regainSync(at);
        return true;
      }
    }
    return false;
  }

  private void endInSync() throws IOException {
    int at = in.start();
    int next = at + syntax.frameBytes(in.array(), at);
    if (next > in.end()) {
      run = SkippedRun.ofTornFrame(in.offset(at), syntax.sampleCount(in.array(), at));
    } else {
      give();
      run = SkippedRun.afterFrame(in.offset(next));
    }
    tellRun(in.offset(in.end()));
  }

  private void endHunt() throws IOException {
    if (holding) {
      holding = false;
      give();
    }
    tellRun(in.offset(in.end()));
  }
}
