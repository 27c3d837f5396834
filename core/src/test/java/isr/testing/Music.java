package isr.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Audio like music, that never repeats: pink noise under a slow tremolo with two gliding tones. A
 * seed gives always the same.
 */
public final class Music {
  private Music() {}

  /** The input options of ffmpeg for an endless signal. */
  static List<String> input(int seed) {
    return List.of("-f", "lavfi", "-i", graph(seed));
  }

  private static String graph(int seed) {
    return ("anoisesrc=c=pink:r=44100:a=0.25:s=%d,tremolo=f=0.37:d=0.7[n];"
            + "aevalsrc='0.15*sin(2*PI*(%d+0.3*t)*t)|0.15*sin(2*PI*(330+0.21*t)*t)':s=44100[t];"
            + "[n]aformat=channel_layouts=stereo[m];[m][t]amix=inputs=2:normalize=0")
        .formatted(seed, 220 + seed);
  }

  /** Encodes some of it into a file. */
  public static Path encode(Path file, LiveEncoding encoding, int seed, Duration length) {
    return encode(file, encoding.outputOptions(), seed, length);
  }

  /**
   * Encodes some of it into a file.
   *
   * @param options of ffmpeg for codec and container
   */
  public static Path encode(Path file, List<String> options, int seed, Duration length) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
    command.addAll(input(seed));
    command.addAll(List.of("-t", "" + length.toSeconds(), "-map_metadata", "-1"));
    command.addAll(options);
    command.add(file.toString());
    Exec.command(command).timeout(Duration.ofMinutes(2)).run().orFail();
    return file;
  }
}
