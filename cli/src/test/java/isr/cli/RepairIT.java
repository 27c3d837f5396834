package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.RequiresTools;
import isr.testing.TmpfsMount;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code isr repair} on what other recorders leave when they are killed. */
@RequiresTools({"ffmpeg", "mp3val", "mpg123", "opusinfo", "ogginfo", "oggz-validate", "flac"})
class RepairIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** ffmpeg has written that much of the audio when it is killed. */
  private static final long KILLED_AT_BYTES = 300_000;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}, {2} bytes cut off")
  @CsvSource({
    "wav, -c:a pcm_s16le, 0",
    "wav, -c:a pcm_s16le -rf64 always, 0",
    "wav, -c:a pcm_s24le -rf64 auto, 101",
    "mp3, -c:a libmp3lame -b:a 128k, 0",
    "mp3, -c:a libmp3lame -q:a 4 -ac 1, 101",
    "mp3, -c:a libmp3lame -b:a 32k -ar 22050 -ac 1, 101",
    "mp3, -c:a libmp3lame -b:a 128k -write_xing 0, 101",
    "aac, -c:a aac -b:a 128k, 101",
    "opus, -c:a libopus -b:a 128k, 0",
    "opus, -c:a libopus -b:a 128k, 101",
    "ogg, -c:a libvorbis -q:a 5, 0",
    "ogg, -c:a libvorbis -q:a 5, 101",
    "flac, -c:a flac -sample_fmt s16, 0",
    "flac, -c:a flac -sample_fmt s16, 101"
  })
  void whatAKilledFfmpegLeavesIsMended(String extension, String options, int cut)
      throws IOException {
    Path file = directory.resolve("killed." + extension);
    killWhileWriting(file, options);
    tear(file, cut);
    byte[] before = options.contains("rf64 always") ? samplesOfWav(file) : pcm(file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Exec.Result dry = isr("repair", "--dry-run", file.toString());
    byte[] killed = Files.readAllBytes(file);

    Exec.Result repair = isr("repair", file.toString());
    Bars.print(
        "repair of " + extension + " " + options + ", " + cut + " bytes cut off",
        Map.of("says", repair.stdout().lines().findFirst().orElse("").replace(file + ": ", "")));
    assertThat(repair.exitCode()).as("%s", repair).isZero();
    assertThat(dry.stdout().replace("would be mended", "mended")).isEqualTo(repair.stdout());
    assertSilent(file);
    assertSameAudio(before, pcm(file), extension);
    assertThat(Math.abs(Files.size(file) - killed.length)).isLessThan(70_000);
    assertSettled(file);
  }

  @Test
  void anArecordHeaderOfTwoGibibytesIsMended() throws IOException {
    Path file = directory.resolve("arecord.wav");
    byte[] samples = new byte[200_001];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) ((i * i) >> 5);
    }
    ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii("RIFF")).putInt(0x8000_0024).put(ascii("WAVE")).put(ascii("fmt "));
    head.putInt(16).putShort((short) 1).putShort((short) 2).putInt(48_000).putInt(192_000);
    head.putShort((short) 4).putShort((short) 16).put(ascii("data")).putInt(0x8000_0000);
    Files.write(file, head.array());
    Files.write(file, samples, StandardOpenOption.APPEND);

    Exec.Result repair = isr("repair", file.toString());
    assertThat(repair.exitCode()).as("%s", repair).isZero();
    assertThat(repair.stdout()).contains("1 byte after the last whole unit cut off");
    byte[] mended = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(mended, 44, mended.length))
        .isEqualTo(Arrays.copyOf(samples, 200_000));
    assertSilent(file);
    assertThat(Judges.ffprobeSeconds(file)).isCloseTo(50_000 / 48_000.0, within(1e-5));
    assertSettled(file);
  }

  @Test
  void anMp3CutByAnotherRecorderGetsItsOwnCounts() throws IOException {
    Path whole = encode("whole.mp3", 20, "-c:a libmp3lame -b:a 128k");
    byte[] bytes = Files.readAllBytes(whole);
    Path part = Files.write(directory.resolve("part.mp3"), Arrays.copyOf(bytes, 100_000));
    byte[] before = pcm(part);
    assertThat(Judges.ffprobeSeconds(part)).isGreaterThan(19);

    assertThat(isr("repair", part.toString()).exitCode()).isZero();
    assertSilent(part);
    assertSameAudio(before, pcm(part), "mp3");
    assertThat(Judges.ffprobeSeconds(part)).isBetween(6.1, 6.3);
    assertSettled(part);
  }

  @Test
  void goodFilesAreLeftByteForByte() throws IOException {
    Path deep = Files.createDirectories(directory.resolve("in/a/b"));
    encode("in/a/x.mp3", 3, "-c:a libmp3lame -q:a 3");
    encode("in/a/b/x.opus", 3, "-c:a libopus");
    encode("in/x.wav", 3, "-c:a pcm_s16le");
    encode("in/x.aac", 3, "-c:a aac");
    Files.write(deep.resolve("notes.txt"), new byte[10]);
    Files.createDirectories(directory.resolve("in/.isr"));
    Files.write(directory.resolve("in/.isr/x.wav"), new byte[10]);
    Path outside = encode("outside.wav", 1, "-c:a pcm_s16le");
    Files.write(outside, new byte[3], StandardOpenOption.APPEND);
    Files.createSymbolicLink(deep.resolve("link.wav"), outside);
    Map<Path, String> before = state();

    Exec.Result repair = isr("repair", "in");
    assertThat(repair.exitCode()).as("%s", repair).isZero();
    assertThat(repair.stdout())
        .contains("4 files: 0 mended, 4 with nothing to mend, 0 not mended")
        .doesNotContain("notes", "link", ".isr/");
    assertThat(state()).isEqualTo(before);
    assertThat(isr("check", "in").exitCode()).isZero();
  }

  @Test
  void whatCanNotBeMendedIsToldAndTheRestIsMended() throws IOException {
    Path good = encode("z.wav", 1, "-c:a pcm_s16le");
    Files.write(good, new byte[400], StandardOpenOption.APPEND);
    Files.write(directory.resolve("empty.mp3"), new byte[0]);
    Files.write(directory.resolve("text.flag"), new byte[10]);
    Exec.Result repair =
        isr("repair", directory.toString(), directory.resolve("text.flag").toString());
    assertThat(repair.exitCode()).as("%s", repair).isEqualTo(ExitCode.FAILED);
    assertThat(repair.stderr())
        .contains("empty.mp3: not mended: no audio was found in its 0 bytes")
        .contains("text.flag: not mended: not a format that isr knows");
    assertThat(repair.stdout()).contains("3 files: 1 mended, 0 with nothing to mend, 2 not mended");
    assertThat(isr("repair", "nowhere.wav").stderr()).contains("nowhere.wav: not mended: no such");
    assertThat(isr("repair").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aFullDiskLeavesTheOriginal() throws IOException {
    try (TmpfsMount disk = TmpfsMount.mount(directory.resolve("small"), 4 << 20)) {
      Path file = torn(disk.directory());
      byte[] before = Files.readAllBytes(file);
      disk.fillUntil(before.length / 2);
      Exec.Result repair = isr("repair", file.toString());
      assertThat(repair.exitCode()).as("%s", repair).isEqualTo(ExitCode.FAILED);
      assertThat(repair.stderr()).contains("not mended: no room for a copy beside it");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      assertThat(names(disk.directory())).containsExactly("filler", "torn.wav");
      Files.delete(disk.directory().resolve("filler"));
      assertThat(isr("repair", file.toString()).exitCode()).isZero();
      assertSilent(file);
    }
  }

  @Test
  void aDirectoryThatCanNotBeWrittenIsTold() throws IOException {
    try (TmpfsMount disk = TmpfsMount.mount(directory.resolve("small"), 4 << 20)) {
      Path file = torn(disk.directory());
      Exec.command("mount", "-o", "remount,ro", disk.directory().toString()).run().orFail();
      assertThat(isr("repair", "--dry-run", file.toString()).exitCode()).isZero();
      Exec.Result repair = isr("repair", file.toString());
      assertThat(repair.exitCode()).as("%s", repair).isEqualTo(ExitCode.FAILED);
      assertThat(repair.stderr()).containsAnyOf("Read-only file system", "permission denied");
    }
  }

  @Test
  void aFileThatIsBeingWrittenIsLeftAlone() throws IOException {
    Path file = directory.resolve("living.wav");
    try (ChildProcess writer = start(file, "-c:a pcm_s16le", "-re")) {
      awaitBytes(file, 200_000, writer);
      Exec.Result repair = isr("repair", file.toString());
      assertThat(repair.exitCode()).as("%s", repair).isEqualTo(ExitCode.FAILED);
      assertThat(repair.stderr())
          .contains("not mended: it is being written by process " + writer.pid() + " (ffmpeg)");
      assertThat(writer.isAlive()).isTrue();
      writer.kill();
    }
    assertThat(isr("repair", file.toString()).exitCode()).isZero();
    assertSilent(file);
  }

  @Test
  void aLivingRecordersFileIsLeftAloneAndALeftOneGoesToTheLedger() throws IOException {
    String toml =
        """
        [general]
        split_minutes = 60
        output_directory = "out"
        filename_pattern = "test_%Y%m%d_%H%M%S"
        [sources.test]
        type = "tone"
        """;
    Path out = directory.resolve("out");
    try (IsrProcess isr = IsrProcess.record(directory, toml)) {
      Bars.awaitFiles(isr, out, List.of("test"));
      Path file = Bars.files(out).get(0);
      Await.until("some audio", PATIENCE, () -> Files.size(file) > 100_000);
      Exec.Result repair = isr("repair", out.toString());
      assertThat(repair.stderr() + repair.stdout()).doesNotContain("file: mended");
      assertThat(isr.isAlive()).isTrue();
      isr.kill();
      Files.write(file, new byte[3], StandardOpenOption.APPEND);
      Exec.Result second = isr("repair", out.toString());
      assertThat(second.exitCode()).as("%s", second).isZero();
      assertThat(second.stdout()).contains("1 file: 1 mended");
      assertSilent(file);
      assertThat(LedgerLine.of(out, "test", "segment-repaired")).hasSize(1);
      assertSettled(file);
    }
  }

  private Path torn(Path where) throws IOException {
    Path file = encode("torn.wav", 4, "-c:a pcm_s16le -ac 2");
    Files.write(file, new byte[401], StandardOpenOption.APPEND);
    return Files.move(file, where.resolve("torn.wav"));
  }

  private void killWhileWriting(Path file, String options) throws IOException {
    try (ChildProcess writer = start(file, options, "-readrate", "20")) {
      awaitBytes(file, KILLED_AT_BYTES, writer);
      writer.kill();
    }
  }

  /** As a power cut does in the middle of a frame. */
  private static void tear(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  private static void awaitBytes(Path file, long bytes, ChildProcess writer) {
    Await.until(
        bytes + " bytes from " + writer,
        PATIENCE,
        () -> Files.exists(file) && Files.size(file) >= bytes);
  }

  private static ChildProcess start(Path file, String options, String... pace) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
    command.addAll(List.of(pace));
    command.addAll(List.of("-f", "lavfi", "-i", music(600)));
    command.addAll(List.of(options.split(" ", -1)));
    command.addAll(List.of("-flush_packets", "1", file.toString()));
    return ChildProcess.start(command.toArray(String[]::new));
  }

  private Path encode(String name, int seconds, String options) {
    Path file = directory.resolve(name);
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", music(seconds)));
    command.addAll(List.of(options.split(" ", -1)));
    command.add(file.toString());
    Exec.command(command).run().orFail();
    return file;
  }

  private static String music(int seconds) {
    return "anoisesrc=c=pink:r=48000:a=0.3:s=5:d=%d,aformat=channel_layouts=stereo"
        .formatted(seconds);
  }

  private Exec.Result isr(String... arguments) {
    List<String> command = new ArrayList<>(List.of(IsrProcess.launcher().toString()));
    command.addAll(List.of(arguments));
    return Exec.command(command).in(directory).run();
  }

  private static void assertSilent(Path file) {
    String name = file.toString();
    List<String> complaints = new ArrayList<>(Judges.ffmpegComplaints(file));
    if (name.endsWith(".mp3")) {
      complaints = Judges.complaints(file, LiveEncoding.MP3_CBR);
    } else if (name.endsWith(".opus")) {
      complaints = Judges.complaints(file, LiveEncoding.OPUS);
    } else if (name.endsWith(".flac")) {
      Exec.Result flac = Exec.command("flac", "-s", "-t", name).run();
      assertThat(flac.exitCode()).as("%s", flac).isZero();
      // A killed encoder leaves the MD5 unset, which is no fault; flac remarks on it.
      (flac.stdout() + flac.stderr())
          .lines()
          .filter(line -> !line.contains("MD5 signature since it was unset"))
          .forEach(complaints::add);
    } else if (name.endsWith(".ogg")) {
      Exec.Result info = Exec.command("ogginfo", name).run();
      complaints.addAll(info.stdout().lines().filter(line -> line.startsWith("W")).toList());
      complaints.addAll(Exec.command("oggz-validate", name).run().stderr().lines().toList());
    }
    assertThat(complaints).as(name).isEmpty();
  }

  /** A second repair changes nothing, and isr's own strict reader agrees. */
  private void assertSettled(Path file) throws IOException {
    byte[] once = Files.readAllBytes(file);
    FileTime modified = Files.getLastModifiedTime(file);
    Exec.Result second = isr("repair", file.toString());
    assertThat(second.stdout()).contains("nothing to mend");
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
    Exec.Result check = isr("check", file.toString());
    assertThat(check.exitCode()).as("%s", check).isZero();
  }

  /** The same samples; what ffmpeg makes of a torn last frame may be gone. */
  private static void assertSameAudio(byte[] before, byte[] after, String extension) {
    assertThat(after.length).as(extension).isGreaterThan(200_000);
    assertThat(after.length).as(extension).isLessThanOrEqualTo(before.length);
    assertThat(before.length - after.length).as(extension).isLessThanOrEqualTo(4 * 2048);
    assertThat(after).isEqualTo(Arrays.copyOf(before, after.length));
  }

  /** Of 16 bit, by the bytes: ffmpeg plays nothing of a file whose ds64 chunk still says 0. */
  private static byte[] samplesOfWav(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int data = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("data");
    return Arrays.copyOfRange(bytes, data + 8, bytes.length);
  }

  private static byte[] pcm(Path file) {
    return Exec.command(
            "ffmpeg", "-nostdin", "-v", "quiet", "-i", file.toString(), "-f", "s16le", "-")
        .run()
        .stdoutBytes();
  }

  private Map<Path, String> state() throws IOException {
    Map<Path, String> state = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        state.put(
            path,
            Files.getLastModifiedTime(path) + " " + Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return state;
  }

  private static List<String> names(Path where) throws IOException {
    try (Stream<Path> paths = Files.list(where)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
