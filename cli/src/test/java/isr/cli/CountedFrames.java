package isr.cli;

import isr.testing.Exec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The frames of files that were recorded from a scripted card, each with the number that it was
 * heard as, modulo 2 to the power of 32. What was filled has the number 0, which no frame has.
 */
final class CountedFrames {
  private static final long MODULUS = 1L << 32;

  private final long[] numbers;

  private CountedFrames(long[] numbers) {
    this.numbers = numbers;
  }

  /** Decodes a stereo file with ffmpeg. */
  static CountedFrames of(Path file, int bits) {
    byte[] pcm =
        Exec.command("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "s32le", "-")
            .run()
            .orFail()
            .stdoutBytes();
    ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    long[] numbers = new long[pcm.length / 8];
    for (int i = 0; i < numbers.length; i++) {
      long low = Integer.toUnsignedLong(samples.getInt()) >>> (32 - bits);
      long high = Integer.toUnsignedLong(samples.getInt()) >>> (32 - bits);
      numbers[i] = ((high << bits) | low) % MODULUS;
    }
    return new CountedFrames(numbers);
  }

  /** Those of files that follow one another. */
  static CountedFrames of(List<Path> files, int bits) {
    return new CountedFrames(
        files.stream().flatMapToLong(file -> LongStream.of(of(file, bits).numbers)).toArray());
  }

  /** The number of a frame; 0 where it was filled. */
  long at(int index) {
    return numbers[index];
  }

  /** How many there are. */
  int count() {
    return numbers.length;
  }

  /** Frames that are not one more than the one before, with what was filled left out. */
  long jumps() {
    long jumps = 0;
    long last = -1;
    for (long number : numbers) {
      if (number != 0) {
        jumps += last >= 0 && number != (last + 1) % MODULUS ? 1 : 0;
        last = number;
      }
    }
    return jumps;
  }

  /** Frames that were heard by the card between the first and the last and are not there. */
  long missing() {
    return last() - first() + 1 - heard();
  }

  /** Frames that were filled. */
  long filled() {
    return count() - heard();
  }

  private long heard() {
    return LongStream.of(numbers).filter(number -> number != 0).count();
  }

  /** The number of the first one that was heard. */
  long first() {
    return LongStream.of(numbers).filter(number -> number != 0).findFirst().orElseThrow();
  }

  /** The number of the last one, that of the first or larger. */
  long last() {
    long last = LongStream.of(numbers).filter(number -> number != 0).reduce(0, (a, b) -> b);
    return last < first() ? last + MODULUS : last;
  }

  /**
   * How many frames are farther from where they were heard than so many frames.
   *
   * @param begin what the first one should be, where it was filled
   */
  long misplaced(long tolerance, long begin) {
    long start = begin(begin);
    long misplaced = 0;
    for (int i = 0; i < numbers.length; i++) {
      long covered = (numbers[i] - start + MODULUS) % MODULUS;
      long off = Math.min(Math.abs(i - covered), MODULUS - covered + i);
      misplaced += numbers[i] != 0 && off > tolerance ? 1 : 0;
    }
    return misplaced;
  }

  /** What the first one is; where it was filled, what it should be. */
  long begin(long expected) {
    return numbers[0] != 0 ? numbers[0] : expected;
  }

  /**
   * When a frame was heard, by the clock that the card counts on, which is that of {@link
   * System#nanoTime}.
   */
  static Instant heard(long number, double rateHz) {
    long nanos = System.nanoTime();
    Instant now = Instant.now();
    long numberNow = (long) (nanos * 1e-9 * rateHz);
    double secondsAgo = (int) (numberNow - number) / rateHz;
    return now.minusNanos(Math.round(secondsAgo * 1e9));
  }

  /** How far a frame is from the nearest split point, in seconds. */
  static double secondsFromSplit(long number, double rateHz, double intervalSeconds) {
    Instant heard = heard(number, rateHz);
    double seconds = heard.getEpochSecond() % 86_400 + heard.getNano() * 1e-9;
    return Math.IEEEremainder(seconds, intervalSeconds);
  }
}
