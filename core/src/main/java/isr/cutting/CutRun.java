package isr.cutting;

import isr.media.MediaFormat;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.util.List;

/**
 * One file of a cut.
 *
 * @param name of the file, with its extension
 * @param format of the file
 * @param track of its first piece
 * @param pieces of which it is made
 * @param info for its header
 */
public record CutRun(
    String name, MediaFormat format, Track track, List<CutPiece> pieces, SegmentInfo info) {
  /** Samples, as far as is known without making it. */
  public long samples() {
    return pieces.stream().mapToLong(CutPiece::samples).sum();
  }

  /** Duration in seconds. */
  public double seconds() {
    return (double) samples() / track.sampleRateHz();
  }

  /** Makes it. */
  public CutFile file() throws IOException {
    return CutFile.of(pieces, info);
  }
}
