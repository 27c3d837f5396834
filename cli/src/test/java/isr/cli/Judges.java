package isr.cli;

import isr.testing.Exec;
import isr.testing.LiveEncoding;
import isr.testing.StreamPackets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs outside of isr that judge and decode its files. */
final class Judges {
  private static final Pattern PLAYBACK_LENGTH =
      Pattern.compile("Playback length: (\\d+)m:([\\d.]+)s");

  /**
   * It doubts that a file with fewer frames is MP3 at all: a segment of less than a quarter of a
   * second, such as one that was ended just after its split point.
   */
  private static final int MP3VAL_FRAMES = 10;

  private Judges() {}

  /** What the checkers of its format say about a file; nothing when they are silent. */
  static List<String> complaints(Path file, LiveEncoding encoding) {
    List<String> complaints = new ArrayList<>(ffmpegComplaints(file));
    if (encoding.isMpeg()) {
      complaints.addAll(all("mpg123", "-q", "-t", file.toString()));
      complaints.addAll(faults("mp3val", file.toString()));
      if (frames(file) < MP3VAL_FRAMES) {
        complaints.removeIf(complaint -> complaint.contains("Too few MPEG frames"));
      }
    } else if (encoding == LiveEncoding.OPUS) {
      complaints.addAll(faults("opusinfo", file.toString()));
      complaints.addAll(all("oggz-validate", file.toString()));
    } else if (encoding.isFlac()) {
      complaints.addAll(all("flac", "-s", "-t", file.toString()));
      complaints.removeIf(complaint -> complaint.contains("cannot check MD5 signature since"));
    }
    return complaints;
  }

  private static int frames(Path file) {
    try {
      return StreamPackets.mpeg(Files.readAllBytes(file)).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What ffmpeg says while it decodes a file. */
  static List<String> ffmpegComplaints(Path file) {
    return all(
        "ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
  }

  /** Everything that a program prints when it should print nothing, and a bad exit code. */
  static List<String> all(String... command) {
    Exec.Result result = Exec.command(command).run();
    return complaints(command, result, (result.stdout() + result.stderr()).lines().toList());
  }

  /** Warnings and errors among what a program prints, and a bad exit code. */
  static List<String> faults(String... command) {
    Exec.Result result = Exec.command(command).run();
    List<String> lines =
        (result.stdout() + "\n" + result.stderr())
            .lines()
            .filter(line -> isFault(line.toUpperCase(Locale.ROOT)))
            .toList();
    return complaints(command, result, lines);
  }

  private static boolean isFault(String line) {
    return line.contains("WARNING") || line.contains("ERROR");
  }

  private static List<String> complaints(
      String[] command, Exec.Result result, List<String> printed) {
    List<String> complaints = new ArrayList<>();
    printed.stream()
        .filter(line -> !line.isBlank())
        .forEach(line -> complaints.add(command[0] + ": " + line.strip()));
    if (result.exitCode() != 0) {
      complaints.add(command[0] + ": exit code " + result.exitCode());
    }
    return complaints;
  }

  /** The playback length that opusinfo finds: all but the pre-skip. */
  static double opusinfoSeconds(Path file) {
    String printed = Exec.command("opusinfo", file.toString()).run().orFail().stdout();
    Matcher length = PLAYBACK_LENGTH.matcher(printed);
    if (!length.find()) {
      throw new AssertionError(printed);
    }
    return 60 * Double.parseDouble(length.group(1)) + Double.parseDouble(length.group(2));
  }

  /** The duration that ffprobe reads from a file's headers, in seconds. */
  static double ffprobeSeconds(Path file) {
    String printed =
        Exec.command(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "format=duration",
                "-of",
                "csv=p=0",
                file.toString())
            .run()
            .orFail()
            .stdout();
    return Double.parseDouble(printed.strip());
  }

  /** The samples of a file or raw stream as ffmpeg decodes them, interleaved. */
  static short[] ffmpeg(Path file, LiveEncoding encoding) {
    String demuxer =
        switch (encoding) {
          case AAC -> "aac";
          case OPUS -> "ogg";
          case FLAC, FLAC_24 -> "flac";
          default -> "mp3";
        };
    return samples(
        Exec.command(
            "ffmpeg",
            "-nostdin",
            "-v",
            "quiet",
            "-f",
            demuxer,
            "-i",
            file.toString(),
            "-f",
            "s16le",
            "-"));
  }

  /** The samples of an MP3 file as mpg123 decodes them, interleaved. */
  static short[] mpg123(Path file) {
    return samples(Exec.command("mpg123", "-q", "-e", "s16", "-s", file.toString()));
  }

  /** The samples of an Opus file as the reference decoder makes them, interleaved. */
  static short[] opusdec(Path file) {
    return samples(
        Exec.command("opusdec", "--quiet", "--no-dither", "--rate", "48000", file.toString(), "-"));
  }

  static short[] samples(Exec command) {
    byte[] bytes = command.run().stdoutBytes();
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asShortBuffer().get(samples);
    return samples;
  }
}
