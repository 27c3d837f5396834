package isr.format.frames;

import isr.media.Skip;

/**
 * Bytes between two frames while they are being skipped: where they began, after what, and how far
 * tags explain them.
 */
final class SkippedRun {
  /** What stood before the run. */
  private enum After {
    NOTHING,
    WHOLE_FRAME,
    TORN_FRAME
  }

  private final long start;
  private final After after;
  private final long lostSamples;

  /** Up to here the run is tags; known tags may reach beyond what has come. */
  private long tagsEnd;

  private boolean tagsEnded;

  private SkippedRun(long start, After after, long lostSamples) {
    this.start = start;
    this.after = after;
    this.lostSamples = lostSamples;
    this.tagsEnd = start;
  }

  /** At the start of the stream. */
  static SkippedRun atStart() {
    return new SkippedRun(0, After.NOTHING, 0);
  }

  /** After a frame that is whole. */
  static SkippedRun afterFrame(long start) {
    return new SkippedRun(start, After.WHOLE_FRAME, 0);
  }

  /** Beginning with a frame that is torn. */
  static SkippedRun ofTornFrame(long start, long lostSamples) {
    return new SkippedRun(start, After.TORN_FRAME, lostSamples);
  }

  /** Follows tags, one after the other, as far as the bytes go. */
  void followTags(Window in) {
    while (!tagsEnded && tagsEnd < in.offset(in.end())) {
      long length = Tags.length(in.array(), in.index(tagsEnd), in.end());
      if (length == Tags.NEEDS_MORE) {
        return;
      }
      tagsEnd += length;
      tagsEnded = length == 0;
    }
  }

  boolean beginsWithTag() {
    return tagsEnd > start;
  }

  /** Bytes before this offset have said all they can about tags. */
  long tagsKnownTo(long offset) {
    return tagsEnded ? offset : Math.min(offset, tagsEnd);
  }

  /** The run as it is told when a chain begins at its end, or the stream is over. */
  Skip ending(long end) {
    return new Skip(start, end - start, kind(end), lostSamples, cause(end));
  }

  boolean isEmpty(long end) {
    return end <= start;
  }

  private Skip.Kind kind(long end) {
    return switch (after) {
      case NOTHING -> tagsEnd == end ? Skip.Kind.TAG : Skip.Kind.JOIN;
      case TORN_FRAME -> Skip.Kind.DAMAGE;
      case WHOLE_FRAME ->
          tagsEnd == end ? Skip.Kind.TAG : tagsEnd > end ? Skip.Kind.DAMAGE : Skip.Kind.FOREIGN;
    };
  }

  private String cause(long end) {
    return switch (kind(end)) {
      case TAG -> "a tag between frames";
      case JOIN -> "no frame begins before byte " + end;
      case FOREIGN -> "expected a frame header, found other bytes";
      case DAMAGE ->
          after == After.TORN_FRAME
              ? "a frame that the next one does not follow"
              : "a tag that is cut short";
    };
  }
}
