package isr.capture;

import isr.audio.SampleFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a soundcard.
 *
 * @param device {@code default}, {@code monitor}, part of a card's name, {@code hw:X,Y} or the name
 *     of any ALSA PCM
 * @param backend what the device is opened with
 * @param sampleRateHz 8000 to 384000
 * @param channels 1 to 64
 * @param sampleFormat of the samples
 * @param fillGaps whether lost samples become silence; otherwise they end the segment
 * @param routes channels, counted from 1, that are recorded to files of their own, by the name of
 *     the route, in their order; empty when all channels go to one file
 */
public record SoundcardSpec(
    String device,
    Backend backend,
    int sampleRateHz,
    int channels,
    SampleFormat sampleFormat,
    boolean fillGaps,
    Map<String, List<Integer>> routes)
    implements SourceSpec {
  /** The library that talks to the card. */
  public enum Backend {
    /** libasound where it loads, else javax.sound. */
    AUTO,
    /** libasound. */
    ALSA,
    /** javax.sound. */
    JAVASOUND
  }

  /** Checks the ranges, and that the routes name channels that exist. */
  public SoundcardSpec {
    check("sample_rate", sampleRateHz, 8000, 384_000);
    check("channels", channels, 1, 64);
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    for (Map.Entry<String, List<Integer>> route : routes.entrySet()) {
      for (int channel : route.getValue()) {
        check("channel of a route", channel, 1, channels);
      }
      copy.put(route.getKey(), List.copyOf(route.getValue()));
    }
    routes = Collections.unmodifiableMap(copy);
  }

  @Override
  public String type() {
    return "soundcard";
  }

  @Override
  public String description() {
    return device;
  }

  private static void check(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          key + ": expected " + min + " to " + max + ", found " + value);
    }
  }
}
