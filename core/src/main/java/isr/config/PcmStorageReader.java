package isr.config;

import isr.audio.SampleFormat;
import isr.format.PcmStorage;
import isr.format.flac.FlacEncoder;
import isr.format.flac.FlacLevel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads in which files the samples of a source are kept. */
final class PcmStorageReader {
  private static final Map<String, Integer> LEVELS = new LinkedHashMap<>();

  static {
    LEVELS.put("fast", FlacLevel.FAST.number());
    LEVELS.put("default", FlacLevel.DEFAULT.number());
    LEVELS.put("best", FlacLevel.BEST.number());
  }

  private final Section section;

  PcmStorageReader(Section section) {
    this.section = section;
  }

  /**
   * The files; what they can not hold is told.
   *
   * @param channels that go to one file
   */
  PcmStorage read(SampleFormat bits, int channels) {
    String format = section.choice("format", List.of("wav", "flac")).orElse("wav");
    FlacLevel level =
        section
            .integerOrWord("compression", 0, FlacLevel.MAX, LEVELS)
            .map(FlacLevel::new)
            .orElse(FlacLevel.DEFAULT);
    if (!format.equals("flac")) {
      warnOfCompression(level);
      return PcmStorage.WAV;
    }
    check(bits, channels);
    return new PcmStorage.Flac(level);
  }

  private void warnOfCompression(FlacLevel level) {
    if (!level.equals(FlacLevel.DEFAULT)) {
      section.warn("compression", "WAV files are not compressed; format = \"flac\" would be");
    }
  }

  private void check(SampleFormat bits, int channels) {
    if (bits.bits() > FlacEncoder.MAX_BITS) {
      section.refuse(
          "bits", "expected 16 or 24 with format = \"flac\", found 32; \"wav\" takes them");
    }
    if (channels > FlacEncoder.MAX_CHANNELS) {
      section.refuse(
          "channels",
          "expected at most 8 in a file with format = \"flac\", found "
              + channels
              + "; \"wav\" takes them");
    }
  }
}
