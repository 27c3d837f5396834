package isr.format.ogg;

import isr.testing.Exec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs that make, judge and decode Vorbis files in these tests. */
final class VorbisTools {
  private static final String MUSIC =
      "0.25*sin(2*PI*(220+3*sin(2*PI*5*t))*t)*exp(-6*mod(t,0.5))+0.1*sin(2*PI*(800+300*t)*t)"
          + "+0.05*(random(0)-0.5)";

  private final Path directory;

  VorbisTools(Path directory) {
    this.directory = directory;
  }

  /** Encodes music; options are oggenc's. */
  byte[] oggenc(double seconds, int channels, int rate, String... options) throws Exception {
    Path wav = music(seconds, channels, rate);
    Path ogg = directory.resolve("source.ogg");
    List<String> command = new ArrayList<>(List.of("oggenc", "-Q"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", ogg.toString(), wav.toString()));
    Exec.command(command).run().orFail();
    return Files.readAllBytes(ogg);
  }

  /** Encodes music with ffmpeg's own encoder, which knows no short blocks. */
  byte[] ffmpegEncoder(double seconds) throws Exception {
    Path ogg = directory.resolve("source.ogg");
    String wav = music(seconds, 2, 44_100).toString();
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            wav,
            "-c:a",
            "vorbis",
            "-strict",
            "-2",
            "-b:a",
            "128k",
            ogg.toString())
        .run()
        .orFail();
    return Files.readAllBytes(ogg);
  }

  private Path music(double seconds, int channels, int rate) {
    Path wav = directory.resolve("source.wav");
    String graph = "aevalsrc='" + MUSIC + ("|" + MUSIC).repeat(channels - 1) + "':s=" + rate;
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            graph + ":d=" + seconds,
            "-fflags",
            "+bitexact",
            "-c:a",
            "pcm_s16le",
            wav.toString())
        .run()
        .orFail();
    return wav;
  }

  /** Writes a file to judge. */
  Path write(String name, byte[] bytes) throws Exception {
    return Files.write(directory.resolve(name), bytes);
  }

  /** 16-bit samples, channels interleaved, from the reference decoder. */
  ShortBuffer oggdec(byte[] file) throws Exception {
    Path raw = directory.resolve("decoded.raw");
    Exec.command("oggdec", "-Q", "-R", "-o", raw.toString(), write("d.ogg", file).toString())
        .run()
        .orFail();
    return shorts(Files.readAllBytes(raw));
  }

  /** The same from ffmpeg's own decoder. */
  ShortBuffer ffmpeg(byte[] file) throws Exception {
    String path = write("d.ogg", file).toString();
    return shorts(
        Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "s16le", "-")
            .run()
            .orFail()
            .stdoutBytes());
  }

  /** What the checkers say against a file; empty when nothing. */
  String complaints(byte[] file) throws Exception {
    String path = write("judge.ogg", file).toString();
    StringBuilder said = new StringBuilder();
    Exec.Result info = Exec.command("ogginfo", path).run();
    (info.stdout() + info.stderr())
        .lines()
        .filter(line -> line.toUpperCase(java.util.Locale.ROOT).matches(".*(WARNING|ERROR|HOLE).*"))
        .forEach(line -> said.append("ogginfo: ").append(line).append('\n'));
    if (info.exitCode() != 0) {
      said.append("ogginfo: exit code ").append(info.exitCode()).append('\n');
    }
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

  private static ShortBuffer shorts(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }
}
