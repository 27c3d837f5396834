package isr.webrtc;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What the client's Opus encoder is asked for (RFC 7587, section 6.1).
 *
 * @param stereo whether two channels are wanted; else the client mixes to one
 * @param maxAverageBitRateBps 6,000 to 510,000; empty for the client's default
 * @param maxPlaybackRateHz 8,000 to 48,000; what is above half of it, the encoder may leave out
 */
public record RtcParameters(
    boolean stereo, OptionalInt maxAverageBitRateBps, OptionalInt maxPlaybackRateHz) {
  /** Checks the ranges. */
  public RtcParameters {
    check(maxAverageBitRateBps, 6_000, 510_000, "bit rate");
    check(maxPlaybackRateHz, 8_000, 48_000, "playback rate");
  }

  /** One channel, the client's bit rate, full band. */
  public static RtcParameters defaults() {
    return new RtcParameters(false, OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Parameters of the {@code a=fmtp} line. No discontinuous transmission: its silent ends would be
   * missing. No forward error correction in the packets: what is lost is asked for again.
   */
  Map<String, String> format() {
    Map<String, String> format = new TreeMap<>();
    format.put("minptime", "10");
    format.put("useinbandfec", "0");
    format.put("usedtx", "0");
    format.put("stereo", stereo ? "1" : "0");
    format.put("sprop-stereo", "0");
    maxAverageBitRateBps.ifPresent(rate -> format.put("maxaveragebitrate", "" + rate));
    maxPlaybackRateHz.ifPresent(rate -> format.put("maxplaybackrate", "" + rate));
    return format;
  }

  private static void check(OptionalInt value, int min, int max, String name) {
    if (value.isPresent() && (value.getAsInt() < min || value.getAsInt() > max)) {
      throw new IllegalArgumentException(
          "%s %d not from %d to %d".formatted(name, value.getAsInt(), min, max));
    }
  }
}
