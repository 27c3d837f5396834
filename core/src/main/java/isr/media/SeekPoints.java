package isr.media;

import java.io.IOException;
import java.util.Optional;

/** Places in a file that are known from when it was written, or read whole: a sparse index. */
@FunctionalInterface
public interface SeekPoints {
  /** No place is known. */
  SeekPoints NONE = sample -> Optional.empty();

  /**
   * A place at which reading can begin: a packet or page begins there.
   *
   * @param sample audible samples of the file before it
   * @param byteOffset in the file
   */
  record Point(long sample, long byteOffset) {}

  /**
   * The last known place at or before a sample; it may be wrong, and is looked at before it is
   * believed.
   */
  Optional<Point> before(long sample) throws IOException;
}
