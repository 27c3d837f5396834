package isr.capture.javasound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.ScriptedCard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through the JDK's own javax.sound and the system's libasound, from a card that counts. */
class JavaSoundIT {
  private static final int RATE = 44_100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<Long> frames = new ArrayList<>();

  @BeforeAll
  static void compile() {
    ScriptedCard.compiled();
  }

  private ChildProcess start(ScriptedCard card, int bits, long millis) {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            CaptureProgram.class.getName(),
            String.valueOf(bits),
            String.valueOf(millis),
            pcm().toString());
    program.environment().putAll(card.environment());
    return ChildProcess.start(program);
  }

  private Path pcm() {
    return directory.resolve("pcm");
  }

  /** Runs it to its end, and reads the numbers of the frames that it has written. */
  private String run(ScriptedCard card, int bits, long millis) throws IOException {
    try (ChildProcess program = start(card, bits, millis)) {
      return end(program, bits);
    }
  }

  private String end(ChildProcess program, int bits) throws IOException {
    assertThat(program.exitCode(PATIENCE)).as(program.toString()).hasValue(0);
    ByteBuffer pcm = ByteBuffer.wrap(Files.readAllBytes(pcm())).order(ByteOrder.LITTLE_ENDIAN);
    int frameBytes = 2 * bits / 8;
    assertThat(pcm.remaining() % frameBytes).isZero();
    for (int at = 0; at < pcm.limit(); at += frameBytes) {
      frames.add(Integer.toUnsignedLong(pcm.getInt(at)));
    }
    Await.until("all output", PATIENCE, () -> program.stdout().matches("(?s).*(ended|: ).*\n"));
    return program.stdout();
  }

  /** The numbers of the first frame of each run without a hole; what is lost before each. */
  private List<Long> jumps() {
    List<Long> jumps = new ArrayList<>();
    for (int i = 1; i < frames.size(); i++) {
      long missing = frames.get(i) - frames.get(i - 1) - 1;
      if (missing != 0) {
        jumps.add(missing);
      }
    }
    return jumps;
  }

  private static List<Long> told(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("skip "))
        .map(line -> Long.valueOf(line.split(" ", 3)[1]))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32})
  void givesEverySampleOnceAsTheCardHeardIt(int bits) throws IOException {
    String output = run(ScriptedCard.compiled(), bits, 3000);
    assertThat(output)
        .contains("connected default (", "s of buffer")
        .contains("track PcmTrack[sampleRateHz=44100, channels=2, format=S" + bits + "LE]")
        .endsWith("ended\n");
    assertThat(frames.get(0)).isZero();
    assertThat(jumps()).isEmpty();
    assertThat(told(output)).isEmpty();
    assertThat(frames.size()).isCloseTo(3 * RATE, within(RATE));
  }

  @Test
  void samplesThatVanishAreAGap() throws IOException {
    String output =
        run(ScriptedCard.compiled().script("stall@88200:200 jump@88200:8820"), 16, 5000);
    assertThat(jumps()).containsExactly(8820L);
    assertThat(told(output)).hasSize(1);
    assertThat((double) told(output).get(0) / RATE).isCloseTo(0.2, within(0.1));
  }

  @Test
  void anOverrunOfTheCardIsAGap() throws IOException {
    String output = run(ScriptedCard.compiled().script("xrun@88200:4410"), 16, 5000);
    assertThat(jumps()).containsExactly(4410L);
    assertThat(told(output)).hasSizeLessThanOrEqualTo(1);
    long told = told(output).stream().mapToLong(Long::longValue).sum();
    assertThat((told - 4410.0) / RATE).isCloseTo(0, within(0.3));
  }

  @Test
  void anOverrunOfAProgramThatStoodStillIsAGapOfItsLength() throws IOException {
    try (ChildProcess program = start(ScriptedCard.compiled(), 16, 12_000)) {
      Await.until("samples", PATIENCE, () -> Files.exists(pcm()) && Files.size(pcm()) > 300_000);
      program.signal("STOP");
      Await.pass(Duration.ofSeconds(7));
      program.signal("CONT");
      String output = end(program, 16);
      assertThat(output).contains(" overrun");
      assertThat(jumps()).hasSize(1);
      assertThat(told(output)).hasSize(1);
      assertThat((double) told(output).get(0) / RATE)
          .isCloseTo((double) jumps().get(0) / RATE, within(0.1));
    }
  }

  @Test
  void aProgramThatStoodStillForThreeSecondsLosesNothing() throws IOException {
    try (ChildProcess program = start(ScriptedCard.compiled(), 16, 8000)) {
      Await.until("samples", PATIENCE, () -> Files.exists(pcm()) && Files.size(pcm()) > 300_000);
      program.signal("STOP");
      Await.pass(Duration.ofSeconds(3));
      program.signal("CONT");
      String output = end(program, 16);
      assertThat(jumps()).isEmpty();
      assertThat(told(output)).isEmpty();
    }
  }

  @Test
  void anUnpluggedCardIsAFailureWithinSeconds() throws IOException {
    String output = run(ScriptedCard.compiled().script("unplug@88200"), 16, 20_000);
    assertThat(output).contains("retryable: ").contains("unplugged").doesNotContain("closing");
    assertThat(jumps()).isEmpty();
    assertThat(frames.size()).isCloseTo(88_200, within(RATE / 5));
  }

  @Test
  void aFrozenCardFailsAfterTheStall() throws IOException {
    String output = run(ScriptedCard.compiled().script("stall@44100:60000"), 16, 20_000);
    assertThat(output).contains("retryable: the device gave no samples for 5 s");
    assertThat(jumps()).isEmpty();
  }
}
