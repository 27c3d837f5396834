package isr.capture.javasound;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.SoundcardSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;

/** What mixers take, in our words and theirs. */
final class LineFormats {
  /** Those that {@code isr devices} tells of. */
  private static final List<Integer> USUAL_RATES_HZ =
      List.of(
          8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
          352_800, 384_000);

  /** The most that a configuration may ask for; ALSA's plug says that it takes 10,000. */
  private static final int MOST_CHANNELS = 64;

  private LineFormats() {}

  /** The format that a configuration asks for: signed, little-endian, packed. */
  static AudioFormat of(SoundcardSpec spec) {
    int frameBytes = spec.channels() * spec.sampleFormat().bytes();
    return new AudioFormat(
        AudioFormat.Encoding.PCM_SIGNED,
        spec.sampleRateHz(),
        spec.sampleFormat().bits(),
        spec.channels(),
        frameBytes,
        spec.sampleRateHz(),
        false);
  }

  /** A line for recording in that format. */
  static DataLine.Info line(AudioFormat format) {
    return new DataLine.Info(TargetDataLine.class, format);
  }

  /** Whether there is a line for recording, whatever its format. */
  static boolean records(Mixer mixer) {
    return recordingLines(mixer).findAny().isPresent();
  }

  private static Stream<DataLine.Info> recordingLines(Mixer mixer) {
    return Arrays.stream(mixer.getTargetLineInfo())
        .filter(line -> TargetDataLine.class.isAssignableFrom(line.getLineClass()))
        .filter(DataLine.Info.class::isInstance)
        .map(DataLine.Info.class::cast);
  }

  /** What a mixer takes; empty when there is nothing among it that we know. */
  static Optional<Abilities> abilities(Mixer mixer) {
    List<AudioFormat> known =
        recordingLines(mixer)
            .flatMap(line -> Arrays.stream(line.getFormats()))
            .filter(LineFormats::isKnown)
            .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Abilities(
            extreme(known, format -> channels(format, 1), false),
            extreme(known, format -> channels(format, MOST_CHANNELS), true),
            USUAL_RATES_HZ.stream()
                .filter(rate -> known.stream().anyMatch(f -> has(f, rate)))
                .toList(),
            Arrays.stream(SampleFormat.values())
                .filter(s -> known.stream().anyMatch(f -> f.getSampleSizeInBits() == s.bits()))
                .toList()));
  }

  private static boolean isKnown(AudioFormat format) {
    int bits = format.getSampleSizeInBits();
    int channels = format.getChannels();
    int frameBytes = format.getFrameSize();
    return format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)
        && !format.isBigEndian()
        && (bits == 16 || bits == 24 || bits == 32)
        && (channels <= 0 || frameBytes <= 0 || frameBytes == channels * bits / 8);
  }

  private static boolean has(AudioFormat format, int rateHz) {
    return format.getSampleRate() == AudioSystem.NOT_SPECIFIED || format.getSampleRate() == rateHz;
  }

  private static int channels(AudioFormat format, int ifAny) {
    return format.getChannels() == AudioSystem.NOT_SPECIFIED
        ? ifAny
        : Math.min(format.getChannels(), MOST_CHANNELS);
  }

  private static int extreme(
      List<AudioFormat> formats, ToIntFunction<AudioFormat> value, boolean most) {
    var values = formats.stream().mapToInt(value);
    return (most ? values.max() : values.min()).orElseThrow();
  }

  /** For messages: {@code 44100 Hz, 2 channels, 16 bits}. */
  static String describe(SoundcardSpec spec) {
    return spec.sampleRateHz()
        + " Hz, "
        + spec.channels()
        + (spec.channels() == 1 ? " channel, " : " channels, ")
        + spec.sampleFormat().bits()
        + " bits";
  }

  /** For messages: {@code 1 to 2 channels; 16, 24 bits; 44100, 48000 Hz}. */
  static String describe(Abilities abilities) {
    String channels =
        abilities.minChannels() == abilities.maxChannels()
            ? String.valueOf(abilities.minChannels())
            : abilities.minChannels() + " to " + abilities.maxChannels();
    return channels
        + (abilities.maxChannels() == 1 ? " channel; " : " channels; ")
        + list(abilities.formats().stream().map(SampleFormat::bits).toList())
        + " bits; "
        + list(abilities.ratesHz())
        + " Hz";
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
