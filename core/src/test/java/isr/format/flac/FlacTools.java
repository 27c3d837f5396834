package isr.format.flac;

import isr.testing.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes FLAC with the programs of others, and asks them what they think of a file. */
final class FlacTools {
  private FlacTools() {}

  /**
   * Samples that use every kind of subframe: tones, noise, silence, wasted bits.
   *
   * @param bits 8, 16 or 24
   * @return signed, little-endian, channels interleaved
   */
  static byte[] pcm(int channels, int bits, int sampleCount, long seed) {
    Random random = new Random(seed);
    int bytes = bits / 8;
    byte[] pcm = new byte[sampleCount * channels * bytes];
    double full = 1L << (bits - 2);
    int at = 0;
    for (int i = 0; i < sampleCount; i++) {
      int part = i / 5000 % 5;
      for (int channel = 0; channel < channels; channel++) {
        double tone = Math.sin(i * 0.03 * (1 + channel % 2 * 0.01)) * 0.7;
        double noise = random.nextDouble() - 0.5;
        long sample =
            switch (part) {
              case 0 -> (long) (full * tone);
              case 1 -> (long) (full * (tone + noise * 0.2));
              case 2 -> 0;
              case 3 -> (long) (full * noise * 2);
              default -> (long) (full * tone) & -8;
            };
        for (int b = 0; b < bytes; b++) {
          pcm[at++] = (byte) (sample >> (8 * b));
        }
      }
    }
    return pcm;
  }

  /** Encodes with flac. */
  static byte[] flac(byte[] pcm, int channels, int bits, int rateHz, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "flac",
                "-s",
                "-c",
                "--force-raw-format",
                "--endian=little",
                "--sign=signed",
                "--channels=" + channels,
                "--bps=" + bits,
                "--sample-rate=" + rateHz));
    command.addAll(List.of(options));
    command.add("-");
    return Exec.command(command).input(pcm).run().orFail().stdoutBytes();
  }

  /** Encodes with ffmpeg, to a pipe: totals and MD5 stay unknown. */
  static byte[] ffmpeg(byte[] pcm, int channels, int bits, int rateHz, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "s" + bits + "le",
                "-ac",
                "" + channels,
                "-ar",
                "" + rateHz,
                "-i",
                "-",
                "-c:a",
                "flac"));
    command.addAll(List.of(options));
    command.addAll(List.of("-f", "flac", "-"));
    return Exec.command(command).input(pcm).run().orFail().stdoutBytes();
  }

  /** Whether {@code flac -t} calls a file good. */
  static boolean isGood(Path file) {
    return Exec.command("flac", "-s", "-t", file.toString()).run().exitCode() == 0;
  }

  /** What {@code flac -t} and ffmpeg say of a file, but for the MD5 being unknown. */
  static List<String> complaints(Path file) {
    List<String> complaints = new ArrayList<>();
    Exec.Result flac = Exec.command("flac", "-s", "-t", file.toString()).run();
    Exec.Result ffmpeg =
        Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-")
            .run();
    (flac.stderr() + "\n" + ffmpeg.stderr())
        .lines()
        .filter(line -> !line.isBlank() && !line.contains("cannot check MD5 signature since"))
        .forEach(complaints::add);
    if (flac.exitCode() != 0 || ffmpeg.exitCode() != 0) {
      complaints.add("exit codes " + flac.exitCode() + ", " + ffmpeg.exitCode());
    }
    return complaints;
  }

  /** A file decoded by flac: the samples as they are, little-endian. */
  static byte[] decoded(Path file) {
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

  static Path write(Path directory, String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }
}
