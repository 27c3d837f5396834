package isr.cutting;

import isr.media.MediaFormat;
import isr.media.SeekPoints;
import java.nio.file.Path;

/**
 * A range of one file, to be put behind the pieces before it.
 *
 * @param file to read
 * @param format of the file
 * @param points known places in it
 * @param from first audible sample
 * @param to just after the last one; beyond the end of the file is its end
 * @param joined whether it goes on where the piece before ended, as if they were one file
 * @param silence samples of silence in front of it; 0 unless the format is of samples without loss
 */
public record CutPiece(
    Path file,
    MediaFormat format,
    SeekPoints points,
    long from,
    long to,
    boolean joined,
    long silence) {
  /** Checks that there is something. */
  public CutPiece {
    if (from < 0 || to <= from || silence < 0) {
      throw new IllegalArgumentException("from %d, to %d, silence %d".formatted(from, to, silence));
    }
  }

  /** A range of a file by itself. */
  public static CutPiece of(Path file, MediaFormat format, SeekPoints points, long from, long to) {
    return new CutPiece(file, format, points, from, to, false, 0);
  }

  /** Samples, silence included. */
  public long samples() {
    return to - from + silence;
  }
}
