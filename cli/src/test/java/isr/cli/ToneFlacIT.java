package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tones to FLAC files, split every 6 s, decoded by flac and compared with the tone; then killed
 * again and again at random moments. {@code -Disr.bars=full} records for 60 s and kills 20 times.
 */
@RequiresTools({"flac", "ffmpeg"})
@Isolated
class ToneFlacIT {
  private static final int SECONDS = Bars.full() ? 60 : 14;
  private static final int KILLS = Bars.full() ? 20 : 3;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double PEAK_DB = -20;
  private static final Map<String, String> FIGURES = Collections.synchronizedMap(new TreeMap<>());

  /** A tone with a format of its own. */
  private record Tone(String name, int rateHz, int channels, int bits, String compression) {
    String toml() {
      return """

          [sources.%s]
          type = "tone"
          sample_rate = %d
          channels = %d
          bits = %d
          format = "flac"
          compression = %s
          filename_pattern = "%s_%%Y%%m%%d_%%H%%M%%S"
          """
          .formatted(name, rateHz, channels, bits, compression, name);
    }

    /** The samples from a position on; a tone is an octave above the one of the channel before. */
    byte[] samples(long from, int count) {
      ByteBuffer out =
          ByteBuffer.allocate(count * channels * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
      double peak = ((1L << (bits - 1)) - 1) * Math.pow(10, PEAK_DB / 20);
      for (long i = from; i < from + count; i++) {
        for (int channel = 0; channel < channels; channel++) {
          double frequencyHz = Math.min(440.0 * (1 << channel), rateHz / 2.0);
          double cycles = frequencyHz * ((double) (i % rateHz) / rateHz);
          int sample = (int) Math.round(peak * Math.sin(2 * Math.PI * (cycles % 1)));
          out.putShort((short) sample);
          if (bits == 24) {
            out.put((byte) (sample >> 16));
          }
        }
      }
      return out.array();
    }
  }

  private static final List<Tone> TONES =
      List.of(
          new Tone("stereo", 44_100, 2, 16, "\"default\""),
          new Tone("deep", 96_000, 3, 24, "\"best\""),
          new Tone("low", 8_000, 1, 16, "\"fast\""));

  @TempDir Path directory;

  private final Map<Path, Boolean> hadAudio = new HashMap<>();

  @AfterAll
  static void printFigures() {
    Bars.print("tones to FLAC", FIGURES);
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private IsrProcess record(String... more) {
    StringBuilder toml =
        new StringBuilder("[general]\noutput_directory = \"recordings\"\nsplit_minutes = 0.1\n");
    TONES.forEach(tone -> toml.append(tone.toml()));
    return IsrProcess.record(directory, toml.toString(), more);
  }

  private List<Path> files(Tone tone) {
    return Bars.files(recordings()).stream()
        .filter(file -> file.getFileName().toString().startsWith(tone.name() + "_"))
        .toList();
  }

  @Test
  void segmentsTogetherAreTheTone() throws IOException {
    try (IsrProcess isr = record("--for", SECONDS + "s")) {
      assertThat(isr.exitCode(Duration.ofSeconds(SECONDS).plus(PATIENCE)))
          .as("%s", isr)
          .hasValue(0);
    }
    for (Tone tone : TONES) {
      List<Path> files = files(tone);
      assertThat(files).hasSizeGreaterThanOrEqualTo(SECONDS / 6);
      ByteArrayOutputStream decoded = new ByteArrayOutputStream();
      for (Path file : files) {
        assertSilent(file);
        decoded.writeBytes(decode(file));
      }
      int samples = decoded.size() / (tone.channels() * tone.bits() / 8);
      assertThat(decoded.toByteArray()).as(tone.name()).isEqualTo(tone.samples(0, samples));
      double told =
          LedgerLine.of(recordings(), tone.name(), "segment-closed").stream()
              .mapToDouble(line -> line.number("samples"))
              .sum();
      assertThat(told).isEqualTo(samples);
      FIGURES.put(tone.name(), "%d samples in %d files, equal".formatted(samples, files.size()));
    }
  }

  /** No program has anything to say, not even that an MD5 is missing. */
  private static void assertSilent(Path file) {
    assertThat(Judges.all("flac", "-s", "-t", file.toString())).as("%s", file).isEmpty();
    assertThat(Judges.ffmpegComplaints(file)).as("%s", file).isEmpty();
  }

  private static byte[] decode(Path file) {
    return Exec.command(
            "flac",
            "-s",
            "-c",
            "-d",
            "--force-raw-format",
            "--endian=little",
            "--sign=signed",
            file.toString())
        .run()
        .orFail()
        .stdoutBytes();
  }

  @Test
  void aKillCostsLittleAndTheNextStartRepairs() {
    Random random = new Random(20_261_121);
    double worst = 0;
    int repaired = 0;
    for (int i = 0; i < KILLS; i++) {
      Map<Tone, Path> growing = new LinkedHashMap<>();
      try (IsrProcess isr = record()) {
        String[] known =
            Bars.files(recordings()).stream()
                .map(file -> file.getFileName().toString())
                .toArray(String[]::new);
        Bars.awaitFiles(isr, recordings(), TONES.stream().map(Tone::name).toList(), known);
        Await.pass(Duration.ofMillis(1500 + random.nextInt(3000)));
        Instant killed = Instant.now();
        isr.kill();
        for (Tone tone : TONES) {
          Path file = files(tone).get(files(tone).size() - 1);
          growing.put(tone, file);
          worst = Math.max(worst, assertLittleIsMissing(tone, file, killed));
        }
      }
      repaired += assertRepaired(growing);
    }
    FIGURES.put("killed", "at most %.3f s missing, %d files repaired".formatted(worst, repaired));
  }

  private double assertLittleIsMissing(Tone tone, Path file, Instant killed) {
    boolean begun = Bars.isBegun(file);
    if (begun) {
      assertThat(Judges.ffmpegComplaints(file)).as("%s, killed", file).isEmpty();
    }
    LedgerLine opened =
        LedgerLine.of(recordings(), tone.name(), "segment-opened").stream()
            .filter(line -> line.text("path").equals(file.getFileName().toString()))
            .findFirst()
            .orElseThrow();
    byte[] pcm = begun ? decode(file) : new byte[0];
    int samples = pcm.length / (tone.channels() * tone.bits() / 8);
    long from = (long) opened.number("position");
    assertThat(pcm).as("%s", file).isEqualTo(tone.samples(from, samples));
    double elapsed = Duration.between(opened.time("start"), killed).toNanos() / 1e9;
    double missing = elapsed - (double) samples / tone.rateHz();
    assertThat(missing).as("seconds missing of %s", file).isLessThan(1.0);
    hadAudio.put(file, samples > 0);
    return missing;
  }

  private int assertRepaired(Map<Tone, Path> growing) {
    try (IsrProcess isr = record()) {
      growing.forEach(
          (tone, file) ->
              Await.until(
                  "repair of " + file + " by " + isr, PATIENCE, () -> isRepaired(tone, file)));
      assertThat(isr.stop()).as("%s", isr).isZero();
    }
    // One that was begun just before the kill and had no block yet is gone.
    List<Path> left = growing.values().stream().filter(Files::exists).toList();
    assertThat(left)
        .containsExactlyInAnyOrderElementsOf(
            growing.values().stream().filter(file -> hadAudio.getOrDefault(file, true)).toList());
    left.forEach(ToneFlacIT::assertSilent);
    return left.size();
  }

  /** Repaired, or ended just before the kill. */
  private boolean isRepaired(Tone tone, Path file) {
    return Stream.of("segment-repaired", "segment-closed")
        .flatMap(type -> LedgerLine.of(recordings(), tone.name(), type).stream())
        .anyMatch(line -> line.text("path").equals(file.getFileName().toString()));
  }
}
