package isr.cli;

import isr.testing.Exec;
import isr.testing.IsrProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A cut over several files of a source, against the files decoded one after the other, which are
 * compared with the unsplit stream elsewhere.
 *
 * @param cut the file that was made
 * @param seconds that were asked for
 * @param found values of all channels in it
 * @param offset where in the files together its values are; negative when nowhere near
 * @param off how far that is from where the times say, in seconds
 * @param largest the largest difference of a value
 */
record CutAccount(Path cut, double seconds, long found, int offset, double off, int largest) {
  /** Values at the beginning of the cut that are looked for. */
  private static final int PROBE = 4000;

  private static final double NEAR_SECONDS = 0.5;

  /**
   * Makes the cut, from the middle of the first file to the middle of the last but one.
   *
   * @param directory that has {@code recordings}
   * @param extension of the new file
   * @param rateHz of the decoded samples
   * @param channels of the decoded samples
   */
  static CutAccount of(
      Path directory,
      String source,
      List<Path> files,
      String extension,
      int rateHz,
      int channels,
      Function<Path, short[]> decoder) {
    Path recordings = directory.resolve("recordings");
    Instant first = start(recordings, source, files.get(0));
    Instant last = start(recordings, source, files.get(files.size() - 2));
    Instant from =
        first.plus(Duration.between(first, start(recordings, source, files.get(1))).dividedBy(2));
    Instant to = last.plusMillis(2300);
    Path cut = directory.resolve("cut-" + source + "." + extension);
    run(recordings, source, from, to, cut);
    short[] whole = joined(files.stream().map(decoder).toList());
    short[] heard = decoder.apply(cut);
    double expected = seconds(first, from);
    int near = (int) Math.round(NEAR_SECONDS * rateHz);
    int middle = (int) Math.round(expected * rateHz);
    int at = find(whole, heard, (middle - near) * channels, (middle + near) * channels, channels);
    double off = (double) at / channels / rateHz - expected;
    int largest = at < 0 ? Integer.MAX_VALUE : difference(whole, at, heard);
    return new CutAccount(cut, seconds(from, to), heard.length, at, off, largest);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static Instant start(Path recordings, String source, Path file) {
    return LedgerLine.of(recordings, source, "segment-opened").stream()
        .filter(line -> line.text("path").equals(String.valueOf(file.getFileName())))
        .map(line -> OffsetDateTime.parse(line.text("start")).toInstant())
        .findFirst()
        .orElseThrow();
  }

  private static void run(Path recordings, String source, Instant from, Instant to, Path cut) {
    try {
      Files.deleteIfExists(cut);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Exec.command(
            IsrProcess.launcher().toString(),
            "cut",
            "--dir",
            recordings.toString(),
            "--source",
            source,
            from.atOffset(ZoneOffset.UTC).toString(),
            to.atOffset(ZoneOffset.UTC).toString(),
            "-o",
            cut.toString())
        .run()
        .orFail();
  }

  static short[] joined(List<short[]> parts) {
    short[] all = new short[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Where the beginning of one is most alike; negative where nothing is. */
  private static int find(short[] whole, short[] part, int from, int to, int step) {
    int best = -1;
    long least = Long.MAX_VALUE;
    int probe = Math.min(PROBE, part.length);
    for (int at = Math.max(0, from); at <= Math.min(to, whole.length - part.length); at += step) {
      long sum = 0;
      for (int i = 0; i < probe && sum < least; i++) {
        sum += Math.abs(whole[at + i] - part[i]);
      }
      if (sum < least) {
        least = sum;
        best = at;
      }
    }
    return best;
  }

  private static int difference(short[] whole, int at, short[] part) {
    short[] expected = Arrays.copyOfRange(whole, at, at + part.length);
    int largest = 0;
    for (int i = 0; i < part.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - part[i]));
    }
    return largest;
  }
}
