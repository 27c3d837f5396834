package isr.capture.javasound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Exec;
import isr.testing.RequiresTools;
import isr.testing.ScriptedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Through the JDK's own javax.sound and the system's libasound, from a card that counts. All cards
 * run side by side, as most of the time they wait.
 */
@RequiresTools("gcc")
class JavaSoundIT {
  private static final Map<String, Future<CardTake>> TAKES = new LinkedHashMap<>();
  private static final ExecutorService RUNS = Executors.newCachedThreadPool();

  @TempDir static Path directory;

  @BeforeAll
  static void startAll() {
    for (int bits : new int[] {16, 24, 32}) {
      start("good " + bits, "", bits, 4, 0);
    }
    start("jump", "jump@88200:200", 16, 6, 0);
    start("stall", "stall@88200:700", 16, 6, 0);
    start("xrun", "xrun@88200:300", 16, 6, 0);
    start("suspend", "suspend@88200:1000", 16, 8, 0);
    start("stopped 7 s", "", 16, 13, 7);
    start("stopped 3 s", "", 16, 8, 3);
    start("unplug", "unplug@88200", 16, 20, 0);
    start("frozen", "freeze@44100", 16, 20, 0);
  }

  private static void start(String name, String script, int bits, int seconds, int still) {
    ScriptedCard card = ScriptedCard.compiled().script(script);
    TAKES.put(
        name,
        RUNS.submit(
            () ->
                CardTake.of(
                    card,
                    bits,
                    Duration.ofSeconds(seconds),
                    Duration.ofSeconds(still),
                    Files.createDirectories(directory.resolve(name)))));
  }

  @AfterAll
  static void stop() {
    RUNS.shutdownNow();
  }

  private static CardTake take(String name) throws Exception {
    return TAKES.get(name).get();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32})
  void givesEverySampleOnceAsTheCardHeardIt(int bits) throws Exception {
    CardTake take = take("good " + bits);
    assertThat(take.output())
        .contains("connected default (", "6.0 s of buffer")
        .contains("track PcmTrack[sampleRateHz=44100, channels=2, format=S" + bits + "LE]")
        .endsWith("ended\n");
    take.assertWhole();
    assertThat(take.frames().size()).isGreaterThan(2 * CardTake.RATE);
  }

  @Test
  void datesWhatItGives() throws Exception {
    DoubleSummaryStatistics lateness = take("good 16").lateness();
    assertThat(lateness.getCount()).isGreaterThan(5);
    assertThat(lateness.getMin()).isGreaterThan(-0.01);
    assertThat(lateness.getMax()).isLessThan(0.05);
  }

  @Test
  void samplesThatVanishWithoutAWordAreAGap() throws Exception {
    CardTake take = take("jump");
    assertThat(take.jumpSeconds()).isBetween(0.2, 0.5);
    assertThat(take.toldSeconds()).isCloseTo(take.jumpSeconds(), within(0.1));
  }

  @Test
  void whatComesLateIsNotLost() throws Exception {
    take("stall").assertWhole();
  }

  @Test
  void anOverrunOfTheCardIsAGap() throws Exception {
    CardTake take = take("xrun");
    assertThat(take.toldSeconds()).isCloseTo(take.jumpSeconds(), within(0.1));
    assertThat(take.output()).contains(" overrun");
  }

  @Test
  void aSuspendIsAGap() throws Exception {
    CardTake take = take("suspend");
    assertThat(take.jumpSeconds()).isGreaterThan(1);
    assertThat(take.toldSeconds()).isCloseTo(take.jumpSeconds(), within(0.1));
  }

  @Test
  void aProgramThatStoodStillForLongerThanTheBufferHasAGap() throws Exception {
    CardTake take = take("stopped 7 s");
    assertThat(take.toldSeconds()).isCloseTo(take.jumpSeconds(), within(0.1));
    assertThat(take.output()).contains(" overrun");
  }

  @Test
  void aProgramThatStoodStillForThreeSecondsLosesNothing() throws Exception {
    take("stopped 3 s").assertWhole();
  }

  @Test
  void anUnpluggedCardIsAFailureWithinSeconds() throws Exception {
    CardTake take = take("unplug");
    assertThat(take.output()).contains("retryable: ", "unplugged").doesNotContain("closing");
    assertThat(take.jumps()).isEmpty();
    assertThat(take.frames().size()).isBetween(88_200 - CardTake.RATE / 5, 88_200);
  }

  @Test
  void aFrozenCardFailsAfterTheStall() throws Exception {
    CardTake take = take("frozen");
    assertThat(take.output()).contains("retryable: the device gave no samples for 5 s");
    assertThat(take.jumps()).isEmpty();
  }

  @Test
  void aJavaWithoutJavaxSoundGivesAnAnswer() throws IOException {
    Exec.Result result =
        Exec.command(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base,java.logging,java.naming",
                "-cp",
                System.getProperty("java.class.path"),
                CaptureProgram.class.getName(),
                "16",
                "1000",
                directory.resolve("none").toString())
            .run();
    assertThat(result.orFail().stdout())
        .startsWith("final: javax.sound is missing in this Java")
        .contains("java.desktop");
  }
}
