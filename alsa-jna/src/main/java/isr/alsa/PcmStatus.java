package isr.alsa;

import java.util.OptionalLong;

/**
 * What a PCM says of itself at one instant.
 *
 * @param error 0, or a negative errno: then the rest says nothing
 * @param state {@code SND_PCM_STATE_…}
 * @param availPcmFrames that can be read
 * @param stampNanos when the last of them was heard, on CLOCK_MONOTONIC; empty without time stamps
 */
record PcmStatus(int error, int state, long availPcmFrames, OptionalLong stampNanos) {
  static PcmStatus failed(int error) {
    return new PcmStatus(error, 0, 0, OptionalLong.empty());
  }
}
