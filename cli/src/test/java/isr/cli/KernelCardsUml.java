package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.ChildProcess;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application with the real {@code hw:} devices of a User-Mode-Linux kernel of its own, whose
 * loopback card plays a counter: {@code ./mvnw -Puml verify}, which builds the kernel first where
 * it is not there. {@code -Disr.bars=full} counts for five minutes.
 */
@RequiresTools({"gcc", "ffmpeg", "amixer", "busybox"})
class KernelCardsUml {
  private static final int RATE = 44_100;

  /** The control that shifts the rate makes the second card slower by one part in a hundred. */
  private static final double SLOW_RATE = RATE / 1.01;

  private static final double INTERVAL_SECONDS = 6;

  /** Java starts slowly there, and a length counts from the start. */
  private static final int LENGTH_SECONDS = Bars.full() ? 320 : 45;

  private static final Path RIG =
      Path.of("..", "core", "src", "test", "rig", "uml").toAbsolutePath().normalize();
  private static final Path BUILT =
      Path.of("..", "core", "target", "uml").toAbsolutePath().normalize();
  private static final Path KERNEL = BUILT.resolve("linux.uml");
  private static final Path COUNTER = BUILT.resolve("counter");

  @TempDir Path out;

  @BeforeAll
  static void build() throws IOException {
    if (!Files.exists(KERNEL)) {
      Exec.command(RIG.resolve("build.sh").toString(), BUILT.toString()).run().orFail();
    }
    Path source = RIG.resolve("counter.c");
    Exec.command("gcc", "-O2", "-Wall", "-Werror", "-o", COUNTER + "", source + "", "-lasound")
        .run()
        .orFail();
  }

  private static String general(String directory) {
    return """
        [general]
        output_directory = "%s"
        split_minutes = 0.1
        max_retries = 0
        retry_delay_seconds = 0.5
        """
        .formatted(directory);
  }

  private static String source(String name, String device, String format) {
    return """

        [sources.%s]
        type = "soundcard"
        backend = "alsa"
        device = "%s"
        format = "%s"
        filename_pattern = "%s_%%Y%%m%%d_%%H%%M%%S"
        """
        .formatted(name, device, format, name);
  }

  private static String loopback(int subdevice) {
    return "hw:CARD=Loopback,DEV=0,SUBDEV=" + subdevice;
  }

  /** Boots the kernel, lets it do a job, and waits for its end. */
  private void boot(String job, Duration limit) throws IOException {
    Files.writeString(
        out.resolve("job.env"),
        "LAUNCHER=%s%nCOUNTER=%s%nLENGTH=%d%n"
            .formatted(IsrProcess.launcher(), COUNTER, LENGTH_SECONDS));
    ProcessBuilder builder =
        new ProcessBuilder(
            KERNEL.toString(),
            "mem=1200M",
            "rootfstype=hostfs",
            "rootflags=/",
            "ro",
            "init=" + RIG.resolve("init.sh"),
            "quiet",
            "con=null",
            "con0=null,fd:1",
            "con1=null",
            "job=" + RIG.resolve(job),
            "out=" + out);
    builder.environment().put("TMPDIR", "/dev/shm");
    builder.redirectInput(Path.of("/dev/null").toFile());
    try (ChildProcess kernel = ChildProcess.start(builder)) {
      assertThat(kernel.exitCode(limit)).as("%s", kernel).isPresent();
      assertThat(out.resolve("code")).as("%s", kernel).hasContent("0");
    }
  }

  private List<Path> files(String directory, String source) {
    return Bars.files(out.resolve(directory)).stream()
        .filter(file -> file.getFileName().toString().startsWith(source + "_"))
        .toList();
  }

  @Test
  void everySampleIsRecordedOnceAndSplitAtItsTime() throws IOException {
    Files.writeString(
        out.resolve("isr.toml"),
        general("recordings")
            + source("wav", loopback(0), "wav")
            + source("flac", loopback(1), "flac"));
    boot("counting.sh", Duration.ofSeconds(LENGTH_SECONDS + 120));
    Map<String, String> figures = new TreeMap<>();
    figures.put("wav", assertCounts("wav", RATE));
    figures.put("flac", assertCounts("flac", SLOW_RATE));
    Bars.print("hw:Loopback in a kernel of its own", figures);
  }

  /** Such a kernel is slow: the recorder may tell that it took long to begin. */
  private List<LedgerLine> gapsWithin(String directory, String source) {
    return LedgerLine.of(out.resolve(directory), source, "gap").stream()
        .filter(
            gap -> !gap.text("cause").endsWith("does not answer") || !gap.text("before").isEmpty())
        .toList();
  }

  private String assertCounts(String source, double rateHz) throws IOException {
    CardTimes times = CardTimes.of(rateHz, out.resolve(source + ".times"));
    List<Path> files = files("recordings", source);
    assertThat(files).hasSizeGreaterThan(3);
    assertThat(gapsWithin("recordings", source)).isEmpty();
    double worst = 0;
    long next = -1;
    long count = 0;
    for (Path file : files) {
      CountedFrames frames = CountedFrames.of(file, 16);
      assertThat(frames.jumps() + frames.filled()).as("%s", file).isZero();
      if (next >= 0) {
        assertThat(frames.first()).as("%s", file).isEqualTo(next);
        double seconds = times.secondsOf(frames.first());
        worst = Math.max(worst, Math.abs(Math.IEEEremainder(seconds, INTERVAL_SECONDS)));
      }
      next = frames.last() + 1;
      count += frames.count();
    }
    assertThat(worst).as(source).isLessThan(0.005);
    return "%d samples in %d files, none lost; splits within %.2f ms"
        .formatted(count, files.size(), worst * 1e3);
  }

  @Test
  void whatHappensToCardsIsInTheLedgerAndTheSamplesStayInTheirTime() throws IOException {
    Files.writeString(
        out.resolve("one.toml"),
        general("one") + source("card", loopback(0), "wav") + source("first", "shared", "wav"));
    Files.writeString(out.resolve("two.toml"), general("two") + source("second", "shared", "flac"));
    boot("troubles.sh", Duration.ofMinutes(4));
    assertThat(out.resolve("devices.txt"))
        .content()
        .containsPattern("\n  hw:CARD=Dummy,DEV=0 +free +hardware ")
        .containsPattern("\n  dsnoop:CARD=Loopback,DEV=0 +busy ");
    Map<String, String> figures = new TreeMap<>();
    figures.put("card", assertInTime("one", "card", "card", "overrun", "suspended", "unplugged"));
    figures.put(
        "first", assertInTime("one", "first", "shared", "overrun", "suspended", "unplugged"));
    figures.put("second", assertInTime("two", "second", "shared", "suspended", "unplugged"));
    Bars.print(
        "a recorder that stood still, a machine that slept, a card that was pulled", figures);
  }

  private String assertInTime(String directory, String source, String card, String... causes)
      throws IOException {
    // Java starts so slowly there that the first sources may be told to be late.
    List<LedgerLine> gaps =
        LedgerLine.of(out.resolve(directory), source, "gap").stream()
            .filter(gap -> !gap.text("before").isEmpty())
            .toList();
    assertThat(gaps).as(source).hasSize(causes.length);
    for (int i = 0; i < causes.length; i++) {
      assertThat(gaps.get(i).text("cause")).contains(causes[i]);
    }
    Instant pulled = gaps.get(causes.length - 1).time("start");
    CardTimes before = CardTimes.of(RATE, out.resolve(card + ".1.times"));
    CardTimes after = CardTimes.of(RATE, out.resolve(card + ".2.times"));
    double worst = 0;
    for (LedgerLine opened : LedgerLine.of(out.resolve(directory), source, "segment-opened")) {
      Instant start = opened.time("start");
      Path file = out.resolve(directory).resolve(opened.text("path"));
      CardTimes times = start.isBefore(pulled) ? before : after;
      worst = Math.max(worst, times.worst(CountedFrames.of(file, 16), start));
    }
    assertThat(worst).as("%s: seconds off", source).isLessThan(0.1);
    return "%d gaps, every sample within %.1f ms of its time".formatted(gaps.size(), worst * 1e3);
  }
}
