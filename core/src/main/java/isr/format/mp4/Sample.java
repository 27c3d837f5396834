package isr.format.mp4;

/**
 * A packet as a fragment describes it.
 *
 * @param offset in the stream
 * @param size in bytes
 * @param time of its first sample of sound, in units of the track's timescale
 * @param duration in those units
 */
record Sample(long offset, int size, long time, long duration) {
  long end() {
    return offset + size;
  }
}
