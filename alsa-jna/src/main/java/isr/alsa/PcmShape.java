package isr.alsa;

import isr.media.PcmTrack;

/**
 * What a PCM was set up for.
 *
 * @param track what it gives once it is packed
 * @param format how it is stored
 * @param periodPcmFrames what wakes up a reader
 * @param bufferPcmFrames what can wait to be read before some is lost
 */
record PcmShape(PcmTrack track, CardFormat format, int periodPcmFrames, int bufferPcmFrames) {
  /** Bytes of one PCM frame as the card stores it. */
  int storedFrameBytes() {
    return track.channels() * format.storedBytes();
  }

  /** One line for the log. */
  String describe() {
    double rate = track.sampleRateHz();
    return "%d Hz, %d channels, %s, period %d ms, buffer %d ms"
        .formatted(
            track.sampleRateHz(),
            track.channels(),
            format,
            Math.round(periodPcmFrames * 1000 / rate),
            Math.round(bufferPcmFrames * 1000 / rate));
  }
}
