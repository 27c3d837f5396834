package isr.config;

import isr.audio.SampleFormat;
import isr.capture.SoundcardSpec;
import isr.capture.SourceSpec;
import isr.capture.tone.ToneSpec;
import isr.format.PcmStorage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the keys of the sources that give samples: types {@code tone} and {@code soundcard}. */
final class PcmReader {
  private static final int MIN_RATE_HZ = 8000;
  private static final int DEFAULT_RATE_HZ = 44_100;

  private final Section section;
  private PcmStorage storage = PcmStorage.WAV;

  PcmReader(Section section) {
    this.section = section;
  }

  /** A tone. */
  Optional<SourceSpec> tone() {
    ToneSpec defaults = ToneSpec.DEFAULT;
    int rateHz =
        section.integer("sample_rate", MIN_RATE_HZ, 192_000).orElse(defaults.sampleRateHz());
    int channels = section.integer("channels", 1, 8).orElse(defaults.channels());
    SampleFormat bits = bits();
    double frequencyHz =
        section.number("frequency_hz", 0, rateHz / 2.0).orElse(defaults.frequencyHz());
    double level = section.number("level_dbfs", -144, 0).orElse(defaults.levelDbfs());
    storage = new PcmStorageReader(section).read(bits, channels);
    return Optional.of(new ToneSpec(rateHz, channels, bits, frequencyHz, level));
  }

  /** A soundcard. */
  Optional<SourceSpec> soundcard() {
    String device = section.text("device").orElse("default");
    if (device.isBlank()) {
      section.refuse("device", "expected the name of a device, found an empty string");
    }
    String backend = section.choice("backend", List.of("auto", "alsa", "javasound")).orElse("auto");
    int rateHz = section.integer("sample_rate", MIN_RATE_HZ, 384_000).orElse(DEFAULT_RATE_HZ);
    int channels = section.integer("channels", 1, 64).orElse(2);
    SampleFormat bits = bits();
    Map<String, List<Integer>> routes =
        section.section("routes").map(table -> routes(table, channels)).orElse(Map.of());
    storage = new PcmStorageReader(section).read(bits, most(routes, channels));
    return Optional.of(
        new SoundcardSpec(
            device,
            SoundcardSpec.Backend.valueOf(backend.toUpperCase(Locale.ROOT)),
            rateHz,
            channels,
            bits,
            section.flag("fill_gaps").orElse(true),
            routes));
  }

  /** The files that go with what was read last. */
  PcmStorage storage() {
    return storage;
  }

  /** The most channels that go to one file. */
  private static int most(Map<String, List<Integer>> routes, int channels) {
    return routes.values().stream().mapToInt(List::size).max().orElse(channels);
  }

  private SampleFormat bits() {
    return section
        .integer("bits", bits -> bits == 16 || bits == 24 || bits == 32, "16, 24 or 32")
        .map(SampleFormat::ofBits)
        .orElse(SampleFormat.S16LE);
  }

  private static Map<String, List<Integer>> routes(Section routes, int channels) {
    Map<String, List<Integer>> read = new LinkedHashMap<>();
    for (String name : routes.keys()) {
      Names.check(name).ifPresent(problem -> routes.refuseKey(name, problem));
      List<Integer> numbers = routes.integers(name, 1, channels);
      if (numbers.isEmpty() && routes.isEmptyArray(name)) {
        routes.refuse(name, "expected at least one channel, found an empty array");
      }
      read.put(name, numbers);
    }
    return read;
  }
}
