package isr.format.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Packet;
import isr.testing.Exec;
import isr.testing.RequiresTools;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments of Ogg FLAC decoded one after the other are the unsplit stream, bit for bit. */
@RequiresTools({"ffmpeg", "flac", "oggz-validate"})
class FlacJointsTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{1} channels, {0} Hz, {2}, {3}")
  @CsvSource({
    "44100, 2, pcm_s16le, -5",
    "48000, 1, pcm_s24le, -8",
    "96000, 2, pcm_s24le, -5 -b 1152",
    "44100, 2, pcm_s16le, --lax -0 -b 30000",
    "8000, 6, pcm_s16le, -0"
  })
  void everyJointIsExact(int rate, int channels, String format, String options) throws Exception {
    byte[] whole = encode(rate, channels, format, options);
    assertThat(complaints(whole)).isEmpty();
    Collected stream = Collected.from(whole);
    assertThat(stream.skips).isEmpty();
    List<Integer> cuts =
        new Random(1).ints(4, 1, stream.packets.size()).distinct().sorted().boxed().toList();
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    ByteArrayOutputStream joinedByFfmpeg = new ByteArrayOutputStream();
    int from = 0;
    for (byte[] file : OggSplit.files(stream.tracks.get(0), stream.packets, cuts)) {
      assertThat(complaints(file)).isEmpty();
      int to = from < cuts.size() ? cuts.get(from) : stream.packets.size();
      int before = from == 0 ? 0 : cuts.get(from - 1);
      long samples =
          stream.packets.subList(before, to).stream().mapToLong(Packet::sampleCount).sum();
      assertThat(inspect(file)).isEqualTo(samples);
      joined.writeBytes(flac(file));
      joinedByFfmpeg.writeBytes(ffmpeg(file));
      from++;
    }
    assertThat(Arrays.equals(joined.toByteArray(), flac(whole))).isTrue();
    assertThat(Arrays.equals(joinedByFfmpeg.toByteArray(), ffmpeg(whole))).isTrue();
  }

  /** As after a kill: no end, and counts that are behind. */
  @Test
  void aFileThatWasNeverFinishedIsMended() throws Exception {
    Collected stream = Collected.from(encode(44_100, 2, "pcm_s16le", "-5"));
    MemoryOutput output = new MemoryOutput();
    OggMuxer muxer = new OggMuxer(stream.tracks.get(0), output, OggSplit.info(0));
    muxer.start(List.of());
    for (Packet packet : stream.packets.subList(3, 20)) {
      muxer.write(packet);
      muxer.flush();
    }
    muxer.refreshHeader();
    for (Packet packet : stream.packets.subList(20, 30)) {
      muxer.write(packet);
    }
    muxer.flush();
    byte[] cut = Arrays.copyOf(output.bytes(), output.bytes().length - 9);
    Path path = Files.write(directory.resolve("cut.oga"), cut);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(new OggFormat().repair(file).changed()).isTrue();
      assertThat(new OggFormat().repair(file).changed()).isFalse();
    }
    byte[] mended = Files.readAllBytes(path);
    assertThat(complaints(mended)).isEmpty();
    assertThat(inspect(mended)).isPositive();
  }

  private byte[] encode(int rate, int channels, String format, String options) throws Exception {
    Path wav = directory.resolve("source.wav");
    String tone = "0.3*sin(2*PI*(220+50*t)*t)+0.02*(random(0)-0.5)";
    String graph = "aevalsrc='" + tone + ("|" + tone).repeat(channels - 1) + "':s=" + rate;
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            graph + ":d=3.3",
            "-fflags",
            "+bitexact",
            "-c:a",
            format,
            wav.toString())
        .run()
        .orFail();
    Path oga = directory.resolve("source.oga");
    List<String> command = new ArrayList<>(List.of("flac", "--totally-silent", "-f", "--ogg"));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-o", oga.toString(), wav.toString()));
    Exec.command(command).run().orFail();
    return Files.readAllBytes(oga);
  }

  /** But for the MD5 being unknown. */
  private String complaints(byte[] bytes) throws Exception {
    String path = Files.write(directory.resolve("judge.oga"), bytes).toString();
    StringBuilder said = new StringBuilder();
    for (List<String> command :
        List.of(
            List.of("flac", "-s", "-t", "--ogg", path),
            List.of("oggz-validate", path),
            List.of("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-"))) {
      Exec.Result result = Exec.command(command).run();
      said.append(result.exitCode() == 0 ? "" : command.get(0) + " fails\n");
      said.append(result.stdout().contains("serialno") ? result.stdout() : "");
      result
          .stderr()
          .lines()
          .filter(line -> !line.isBlank() && !line.contains("cannot check MD5 signature since"))
          .forEach(line -> said.append(line).append('\n'));
    }
    return said.toString();
  }

  private long inspect(byte[] bytes) throws Exception {
    Path path = Files.write(directory.resolve("inspect.oga"), bytes);
    try (FileChannel file = FileChannel.open(path)) {
      var report = new OggFormat().inspect(file);
      assertThat(report.faults()).isEmpty();
      return report.sampleCount();
    }
  }

  private byte[] flac(byte[] bytes) throws Exception {
    String path = Files.write(directory.resolve("decode.oga"), bytes).toString();
    return Exec.command(
            "flac",
            "-d",
            "--totally-silent",
            "--ogg",
            "--force-raw-format",
            "--endian=little",
            "--sign=signed",
            "-c",
            path)
        .run()
        .orFail()
        .stdoutBytes();
  }

  private byte[] ffmpeg(byte[] bytes) throws Exception {
    String path = Files.write(directory.resolve("decode.oga"), bytes).toString();
    return Exec.command("ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "s32le", "-")
        .run()
        .orFail()
        .stdoutBytes();
  }
}
