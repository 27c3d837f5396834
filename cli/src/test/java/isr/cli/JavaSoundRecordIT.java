package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import isr.testing.ScriptedCard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application with a card that it reaches through javax.sound, and that counts. */
@RequiresTools({"gcc", "ffmpeg"})
@Isolated
class JavaSoundRecordIT {
  private static final int RATE = 44_100;
  private static final Duration INTERVAL = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private ChildProcess start(ScriptedCard card, String... arguments) throws IOException {
    Files.writeString(
        directory.resolve("isr.toml"),
        """
        [general]
        output_directory = "recordings"
        split_minutes = 0.1
        time_zone = "UTC"
        max_retries = 0
        retry_delay_seconds = 0.5

        [sources.mic]
        type = "soundcard"
        backend = "javasound"
        sample_rate = 44100
        """);
    List<String> command = new ArrayList<>(List.of(IsrProcess.launcher().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(card.environment());
    return ChildProcess.start(builder);
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private static void stop(ChildProcess isr) {
    isr.signal("TERM");
    assertThat(isr.exitCode(PATIENCE)).as(isr.toString()).hasValue(0);
  }

  /** The numbers of a file's frames. */
  private static long[] frames(Path wav) {
    byte[] pcm =
        Exec.command("ffmpeg", "-v", "error", "-i", wav.toString(), "-f", "s16le", "-")
            .run()
            .orFail()
            .stdoutBytes();
    ByteBuffer numbers = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    long[] frames = new long[pcm.length / 4];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void splitsOnTheClockAndLosesNothing(int ppm) throws IOException {
    long length = Bars.full() ? 300 : 15;
    ScriptedCard card = ScriptedCard.compiled().drifting(ppm, directory.resolve("asound.conf"));
    try (ChildProcess isr = start(card, "record", "-c", "isr.toml")) {
      Await.until("a file", PATIENCE, () -> !Bars.files(recordings()).isEmpty());
      Await.pass(Duration.ofSeconds(length));
      stop(isr);
    }
    List<Path> files = Bars.files(recordings());
    assertThat(files).hasSizeGreaterThanOrEqualTo((int) (length / INTERVAL.toSeconds()));
    assertThat(LedgerLine.of(recordings(), "mic", "gap")).isEmpty();
    long next = -1;
    double worst = 0;
    for (Path file : files) {
      long[] frames = frames(file);
      if (next >= 0) {
        worst = Math.max(worst, Math.abs(secondsFromSplit(frames[0], ppm)));
      }
      for (long frame : frames) {
        assertThat(next < 0 || frame == next).as("%s: %d after %d", file, frame, next).isTrue();
        next = (frame + 1) & 0xFFFF_FFFFL;
      }
    }
    Bars.print(
        "javax.sound, split every 6 s, a card that is %d ppm too fast".formatted(ppm),
        Map.of(
            "files",
            String.valueOf(files.size()),
            "worst",
            "%.1f ms off the clock".formatted(worst * 1e3)));
    assertThat(worst).isLessThan(0.05);
  }

  /** How far from a split point a frame was heard, by the clock that it counts on. */
  private static double secondsFromSplit(long frame, int ppm) {
    double rate = RATE * (1 + ppm * 1e-6);
    long nanos = System.nanoTime();
    Instant now = Instant.now();
    long frameNow = (long) (nanos * 1e-9 * rate);
    double ago = (int) (frameNow - frame) / rate;
    double heard = now.getEpochSecond() % INTERVAL.toSeconds() + now.getNano() * 1e-9 - ago;
    return Math.IEEEremainder(heard, (double) INTERVAL.toSeconds());
  }

  @Test
  void aCardThatIsUnpluggedIsRecordedAgainWhenItIsBack() throws IOException {
    Path gone = directory.resolve("gone");
    ScriptedCard card = ScriptedCard.compiled().script("unplug@132300").goneWhile(gone);
    try (ChildProcess isr = start(card, "record", "-c", "isr.toml")) {
      Await.until("the card to be unplugged", PATIENCE, () -> Files.exists(gone));
      Await.until("that to be noticed", PATIENCE, () -> isr.stderr().contains("unplugged"));
      Files.delete(gone);
      Await.until("the gap", PATIENCE, () -> !LedgerLine.of(recordings(), "mic", "gap").isEmpty());
      stop(isr);
    }
    List<Path> files = Bars.files(recordings());
    List<Long> missing = new ArrayList<>();
    long last = -1;
    for (Path file : files) {
      for (long frame : frames(file)) {
        if (last >= 0 && frame != last + 1 && frame != 0) {
          missing.add(frame - last - 1);
        }
        last = frame == 0 ? last : frame;
      }
    }
    assertThat(missing).isNotEmpty();
    double told = LedgerLine.of(recordings(), "mic", "gap").get(0).number("lengthSeconds");
    assertThat(told - (double) missing.get(0) / RATE).as("of %s", missing).isBetween(-0.3, 0.3);
  }

  @Test
  void listsTheCardForPeopleAndPrograms() throws IOException {
    Exec.Result json =
        Exec.command(IsrProcess.launcher().toString(), "devices", "--json")
            .with(ScriptedCard.compiled().environment())
            .run();
    assertThat(json.orFail().stdout())
        .containsPattern(
            "(?s)\"name\" : \"default\",\\s+\"description\" : \"[^\"]*\",\\s+\"backend\" :"
                + " \"javasound\",\\s+\"kind\" : \"virtual\",\\s+\"state\" : \"free\"")
        .contains("\"bits\" : [ 16, 24, 32 ]");
    Exec.Result table =
        Exec.command(IsrProcess.launcher().toString(), "devices")
            .with(ScriptedCard.compiled().environment())
            .run();
    assertThat(table.orFail().stdout())
        .contains("backend = \"javasound\"")
        .containsPattern("\n  default +free +virtual +1-64 +16 24 32 +8000 \\.\\.\\. 384000 ");
  }
}
