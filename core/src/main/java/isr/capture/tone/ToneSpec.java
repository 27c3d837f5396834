package isr.capture.tone;

import isr.audio.SampleFormat;
import isr.capture.SourceSpec;
import java.util.Locale;

/**
 * The settings of a tone source.
 *
 * @param sampleRateHz 8000 to 192000
 * @param channels 1 to 8; each is an octave above the one before
 * @param sampleFormat of the samples
 * @param frequencyHz of the first channel; 0 is silence
 * @param levelDbfs peak level, 0 or below
 */
public record ToneSpec(
    int sampleRateHz, int channels, SampleFormat sampleFormat, double frequencyHz, double levelDbfs)
    implements SourceSpec {
  /** 440 Hz at -20 dBFS, 44.1 kHz, two channels, 16 bit. */
  public static final ToneSpec DEFAULT = new ToneSpec(44_100, 2, SampleFormat.S16LE, 440, -20);

  /** Checks the ranges. */
  public ToneSpec {
    check("sample_rate", sampleRateHz, 8000, 192_000);
    check("channels", channels, 1, 8);
    check("frequency", frequencyHz, 0, sampleRateHz / 2.0);
    check("level", levelDbfs, -144, 0);
  }

  @Override
  public String type() {
    return "tone";
  }

  @Override
  public String description() {
    return String.format(Locale.ROOT, "%.0f Hz tone", frequencyHz);
  }

  private static void check(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: expected %.0f to %.0f, found %s", key, min, max, value));
    }
  }
}
