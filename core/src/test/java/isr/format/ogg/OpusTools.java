package isr.format.ogg;

import isr.testing.Exec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs that make, judge and decode Opus files in these tests. */
final class OpusTools {
  /** Chords with attacks, a sweep and some noise. */
  private static final String MUSIC =
      "0.25*sin(2*PI*(220+3*sin(2*PI*5*t))*t)*exp(-2*mod(t,0.5))"
          + "+0.2*sin(2*PI*554.37*t)*exp(-3*mod(t,0.75))+0.1*sin(2*PI*(800+300*t)*t)"
          + "+0.05*(random(0)-0.5)";

  private static final String MUSIC_RIGHT =
      "0.25*sin(2*PI*330*t)*exp(-2*mod(t+0.2,0.5))+0.2*sin(2*PI*659.26*t)*exp(-3*mod(t,0.3))"
          + "+0.05*(random(1)-0.5)";

  private final Path directory;

  OpusTools(Path directory) {
    this.directory = directory;
  }

  /** Encodes music of that length; options are opusenc's. */
  byte[] encodeMusic(double seconds, int channels, String... options) throws Exception {
    return encode(
        "aevalsrc='" + MUSIC + (channels == 2 ? "|" + MUSIC_RIGHT : "") + "':s=48000:d=" + seconds,
        options);
  }

  /** Encodes what a filter graph makes; options are opusenc's. */
  byte[] encode(String graph, String... options) throws Exception {
    Path wav = directory.resolve("source.wav");
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            graph,
            "-c:a",
            "pcm_s16le",
            wav.toString())
        .run()
        .orFail();
    Path opus = directory.resolve("source.opus");
    List<String> command = new ArrayList<>(List.of("opusenc", "--quiet"));
    command.addAll(List.of(options));
    command.addAll(List.of(wav.toString(), opus.toString()));
    Exec.command(command).run().orFail();
    return Files.readAllBytes(opus);
  }

  /** Writes a file to judge. */
  Path write(String name, byte[] bytes) throws Exception {
    return Files.write(directory.resolve(name), bytes);
  }

  /** 16-bit samples, channels interleaved, from opusdec. */
  ShortBuffer opusdec(byte[] file) throws Exception {
    Path raw = directory.resolve("decoded.raw");
    Exec.command(
            "opusdec",
            "--quiet",
            "--no-dither",
            "--rate",
            "48000",
            write("decode.opus", file).toString(),
            raw.toString())
        .run()
        .orFail();
    return shorts(Files.readAllBytes(raw));
  }

  /** The same from one of ffmpeg's decoders: {@code opus} or {@code libopus}. */
  ShortBuffer ffmpeg(String decoder, byte[] file) throws Exception {
    return shorts(
        Exec.command(
                "ffmpeg",
                "-v",
                "error",
                "-xerror",
                "-c:a",
                decoder,
                "-i",
                write("decode.opus", file).toString(),
                "-f",
                "s16le",
                "-")
            .run()
            .orFail()
            .stdoutBytes());
  }

  /** What the checkers say against a file; empty when nothing. */
  String complaints(byte[] file) throws Exception {
    String path = write("judge.opus", file).toString();
    StringBuilder said = new StringBuilder();
    Exec.Result info = Exec.command("opusinfo", path).run();
    info.stdout()
        .lines()
        .filter(line -> line.contains("WARNING") || line.contains("ERROR"))
        .forEach(line -> said.append("opusinfo: ").append(line).append('\n'));
    said.append(info.stderr());
    Exec.Result validate = Exec.command("oggz-validate", path).run();
    if (validate.exitCode() != 0 || validate.stdout().contains("serialno")) {
      said.append("oggz-validate: ").append(validate.stdout()).append(validate.stderr());
    }
    Exec.Result ffmpeg =
        Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-").run();
    if (ffmpeg.exitCode() != 0 || !ffmpeg.stderr().isEmpty()) {
      said.append("ffmpeg: ").append(ffmpeg.stderr());
    }
    return said.toString();
  }

  /** The largest difference of two decodes of one length. */
  static int largestDifference(ShortBuffer expected, ShortBuffer actual) {
    int largest = 0;
    for (int i = 0; i < expected.remaining(); i++) {
      largest = Math.max(largest, Math.abs(expected.get(i) - actual.get(i)));
    }
    return largest;
  }

  /** Decodes one after the other. */
  static ShortBuffer join(List<ShortBuffer> parts) {
    ShortBuffer joined =
        ShortBuffer.allocate(parts.stream().mapToInt(ShortBuffer::remaining).sum());
    parts.forEach(part -> joined.put(part.duplicate()));
    return joined.flip();
  }

  private static ShortBuffer shorts(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }
}
