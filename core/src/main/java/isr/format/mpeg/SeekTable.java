package isr.format.mpeg;

/**
 * Where frames begin, for a table of contents, in memory that does not grow with the file: every
 * n-th frame is kept, and n doubles whenever the table is full.
 */
final class SeekTable {
  private static final int CAPACITY = 256;

  private final long[] offsets = new long[CAPACITY];
  private int kept;
  private long step = 1;
  private long frames;

  /**
   * The next frame.
   *
   * @param offset of its first byte, from the start of the Info frame
   */
  void add(long offset) {
    if (frames % step == 0) {
      if (kept == CAPACITY) {
        halve();
      }
      if (frames % step == 0) {
        offsets[kept++] = offset;
      }
    }
    frames++;
  }

  /** Frames added. */
  long frames() {
    return frames;
  }

  private void halve() {
    for (int i = 0; i < CAPACITY / 2; i++) {
      offsets[i] = offsets[2 * i];
    }
    kept = CAPACITY / 2;
    step *= 2;
  }

  /**
   * The table of contents of a Xing header: byte i is where i percent of the time has passed, in
   * 256ths of the length.
   *
   * @param length bytes from the start of the Info frame to the end of the last frame
   */
  byte[] toc(long length) {
    byte[] toc = new byte[InfoFrame.TOC_BYTES];
    for (int i = 0; i < toc.length; i++) {
      toc[i] = (byte) Math.min(255, (long) (256.0 * offset(frames * i / 100.0, length) / length));
    }
    return toc;
  }

  /** The offset of a frame, or of a place between two. */
  private double offset(double frame, long length) {
    if (kept == 0) {
      return 0;
    }
    double place = frame / step;
    int before = Math.min(kept - 1, (int) place);
    double next = before + 1 < kept ? offsets[before + 1] : length;
    double span = before + 1 < kept ? step : Math.max(1, frames - before * step);
    return offsets[before] + (frame - before * (double) step) / span * (next - offsets[before]);
  }
}
