package isr.format.flac;

import org.jspecify.annotations.Nullable;

/**
 * Tells by the coded numbers how much is missing between two frames. Numbers are believed when
 * several frames before counted on from one another, and only ahead: an encoder that begins anew
 * loses nothing.
 */
final class NumberWatch {
  private static final int BELIEVED_AFTER = 3;

  /** A jump of more than an hour is no loss but another stream. */
  private static final long MAX_LOST_SECONDS = 3600;

  private @Nullable FlacFrameHeader last;
  private int run;

  /** New headers: the next number says nothing. */
  void restart() {
    last = null;
    run = 0;
  }

  /** Whether the next frame's number is the one that is due. */
  boolean isNext(FlacFrameHeader next) {
    FlacFrameHeader before = last;
    return before != null && isComparable(before, next) && next.number() == due(before);
  }

  /** Samples that are missing before the next frame; 0 when none are, or nobody knows. */
  long lostBefore(FlacFrameHeader next, int sampleRateHz) {
    FlacFrameHeader before = last;
    if (before == null || run < BELIEVED_AFTER || !isComparable(before, next)) {
      return 0;
    }
    long ahead = next.number() - due(before);
    long samples = next.variableBlockSize() ? ahead : ahead * before.blockSize();
    return samples > 0 && samples <= MAX_LOST_SECONDS * sampleRateHz ? samples : 0;
  }

  /** That frame was given. */
  void given(FlacFrameHeader header) {
    run = isNext(header) ? run + 1 : 0;
    last = header;
  }

  private static boolean isComparable(FlacFrameHeader before, FlacFrameHeader next) {
    return before.variableBlockSize() == next.variableBlockSize();
  }

  private static long due(FlacFrameHeader before) {
    return before.number() + (before.variableBlockSize() ? before.blockSize() : 1);
  }
}
