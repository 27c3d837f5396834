package isr.capture.javasound;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.ScriptedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * What {@link CaptureProgram} made of a card that counts.
 *
 * @param output what it printed
 * @param frames the numbers of the frames that it wrote
 */
record CardTake(String output, List<Long> frames) {
  static final int RATE = 44_100;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Runs the program to its end.
   *
   * @param still for how long it is stopped after the first second of samples
   */
  static CardTake of(ScriptedCard card, int bits, Duration length, Duration still, Path directory)
      throws IOException {
    Path pcm = directory.resolve("pcm");
    try (ChildProcess program = start(card, bits, length, pcm)) {
      if (!still.isZero()) {
        Await.until("samples", PATIENCE, () -> Files.exists(pcm) && Files.size(pcm) > 4L * RATE);
        program.signal("STOP");
        Await.pass(still);
        program.signal("CONT");
      }
      assertThat(program.exitCode(PATIENCE)).as(program.toString()).hasValue(0);
      Await.until("all output", PATIENCE, () -> program.stdout().matches("(?s).*(ended|: .*)\n"));
      return new CardTake(program.stdout(), frames(Files.readAllBytes(pcm), bits / 8));
    }
  }

  private static ChildProcess start(ScriptedCard card, int bits, Duration length, Path pcm) {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CaptureProgram.class.getName(),
            String.valueOf(bits),
            String.valueOf(length.toMillis()),
            pcm.toString());
    program.environment().putAll(card.environment());
    return ChildProcess.start(program);
  }

  private static List<Long> frames(byte[] pcm, int bytes) {
    assertThat(pcm.length % (2 * bytes)).isZero();
    List<Long> frames = new ArrayList<>();
    for (int at = 0; at < pcm.length; at += 2 * bytes) {
      long left = sample(pcm, at, bytes);
      long right = sample(pcm, at + bytes, bytes);
      frames.add(left | right << (8 * bytes));
    }
    return frames;
  }

  private static long sample(byte[] pcm, int at, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) Byte.toUnsignedInt(pcm[at + i]) << (8 * i);
    }
    return value;
  }

  /** How many frames are missing in each place where some are; negative where some are doubled. */
  List<Long> jumps() {
    List<Long> jumps = new ArrayList<>();
    for (int i = 1; i < frames.size(); i++) {
      int step = (int) (frames.get(i) - frames.get(i - 1)); // 16-bit samples tell but 32 bits
      if (step != 1) {
        jumps.add(step - 1L);
      }
    }
    return jumps;
  }

  /**
   * By how many seconds batches were dated later than they were heard, at most, and at least: from
   * the first second on, as a card's time is not known well at once.
   */
  DoubleSummaryStatistics lateness() {
    return output
        .lines()
        .filter(line -> line.startsWith("batch "))
        .map(line -> line.split(" ", 3))
        .filter(words -> Long.parseLong(words[1]) > RATE)
        .mapToDouble(words -> lateness(Integer.parseInt(words[1]), Long.parseLong(words[2])))
        .summaryStatistics();
  }

  private double lateness(int samples, long nanos) {
    long heard = (long) (nanos * 1e-9 * RATE);
    return (double) (int) (heard - frames.get(samples - 1)) / RATE;
  }

  /** How many the capture has told to be missing, in each place. */
  List<Long> told() {
    return output
        .lines()
        .filter(line -> line.startsWith("skip "))
        .map(line -> Long.valueOf(line.split(" ", 3)[1]))
        .toList();
  }

  /** The length of the only gap that was told, in seconds. */
  double toldSeconds() {
    assertThat(told()).as(output).hasSize(1);
    return (double) told().get(0) / RATE;
  }

  /** The length of the only gap that is there, in seconds. */
  double jumpSeconds() {
    assertThat(jumps()).as(output).hasSize(1);
    return (double) jumps().get(0) / RATE;
  }

  /** Checks that nothing is missing, and nothing told to be. */
  void assertWhole() {
    assertThat(jumps()).as(output).isEmpty();
    assertThat(told()).as(output).isEmpty();
  }
}
