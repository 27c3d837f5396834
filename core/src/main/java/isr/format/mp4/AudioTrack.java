package isr.format.mp4;

import isr.format.timed.TimedCodec;

/**
 * The track that is followed.
 *
 * @param id that its fragments name
 * @param timescale units of its timestamps in a second
 * @param codec of its packets
 * @param defaultDuration of a packet, in those units, where fragments tell none
 * @param defaultSize of a packet, where fragments tell none
 */
record AudioTrack(
    int id, long timescale, TimedCodec codec, long defaultDuration, long defaultSize) {

  /** A time in samples. */
  long samples(long time) {
    return Math.round((double) time * codec.track().sampleRateHz() / timescale);
  }
}
