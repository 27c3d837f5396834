package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.Icecast;
import isr.testing.IsrProcess;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One recorder, eight mounts of a real Icecast in Ogg, split every 6 s, compared with the unsplit
 * streams as a second listener saw them; and what {@code ffmpeg -f segment} makes of the same
 * mounts at the same time. Chains are recorded with both settings. {@code -Disr.bars=full} records
 * for 60 s.
 */
@RequiresTools({
  "icecast2",
  "ffmpeg",
  "ices2",
  "ezstream",
  "liquidsoap",
  "oggdec",
  "ogginfo",
  "opusdec",
  "opusinfo",
  "oggz-validate",
  "flac"
})
@Isolated
class OggBarsIT {
  private static final Duration LENGTH = Duration.ofSeconds(Bars.full() ? 60 : 20);
  private static final int SONGS = (int) LENGTH.plusSeconds(70).dividedBy(OggMount.SONG);

  /** The suffix of a source's name whose chains are split. */
  private static final String SPLIT = "split";

  @TempDir static Path directory;

  private static final Map<String, OggTake> TAKES = new LinkedHashMap<>();
  private static final Map<String, OggTake> OTHERS = new LinkedHashMap<>();
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  @BeforeAll
  static void record() {
    List<AutoCloseable> running = new ArrayList<>();
    Map<OggMount, RawClient> listeners = new LinkedHashMap<>();
    try (Icecast icecast = Icecast.start(directory)) {
      for (OggMount mount : OggMount.values()) {
        running.add(mount.start(icecast, directory, SONGS));
      }
      for (OggMount mount : OggMount.values()) {
        RawClient listener = RawClient.connect(icecast.mount(mount.mount()));
        running.add(listener);
        listeners.put(mount, listener);
      }
      for (OggMount mount : OggMount.values()) {
        running.add(ffmpegSegmenter(icecast, mount));
      }
      List<String> names = names();
      try (IsrProcess isr = IsrProcess.record(directory, configuration(icecast))) {
        Bars.awaitFiles(isr, directory.resolve("recordings"), names);
        Await.pass(LENGTH);
        assertThat(isr.stop()).as("%s", isr).isZero();
        Await.pass(Duration.ofMillis(500)); // the listeners are at least as far
      }
      listeners.forEach(OggBarsIT::keep);
    } finally {
      running.forEach(OggBarsIT::close);
    }
  }

  private static void close(AutoCloseable process) {
    try {
      process.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ChildProcess ffmpegSegmenter(Icecast icecast, OggMount mount) {
    String url = icecast.mount(mount.mount()).toString();
    String pattern = directory.resolve("ffmpeg" + mount.mount() + "_%03d.ogg").toString();
    return ChildProcess.start(
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-i",
        url,
        "-c",
        "copy",
        "-f",
        "segment",
        "-segment_time",
        "6",
        "-segment_format",
        "ogg",
        pattern);
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (OggMount mount : OggMount.values()) {
      names.add(mount.mount());
      if (mount.isChain()) {
        names.add(mount.mount() + SPLIT);
      }
    }
    return names;
  }

  private static String configuration(Icecast icecast) {
    StringBuilder toml =
        new StringBuilder("[general]\noutput_directory = \"recordings\"\nsplit_minutes = 0.1\n");
    for (String name : names()) {
      boolean split = name.endsWith(SPLIT);
      String mount = name.replaceFirst(SPLIT + "$", "");
      String chains = split ? "chains = \"split\"" : "";
      toml.append(Bars.source(name, icecast.mount(mount), chains));
    }
    return toml.toString();
  }

  private static void keep(OggMount mount, RawClient stream) {
    String name = mount.mount();
    Path recordings = directory.resolve("recordings");
    put(TAKES, new OggTake(name, mount, stream, RecordedFile.paths(recordings, name), directory));
    if (mount.isChain()) {
      List<Path> split = RecordedFile.paths(recordings, name + SPLIT);
      put(TAKES, new OggTake(name + SPLIT, mount, stream, split, directory));
    }
    List<Path> others =
        Bars.files(directory).stream()
            .filter(file -> file.getFileName().toString().startsWith("ffmpeg" + name + "_"))
            .toList();
    put(OTHERS, new OggTake(name, mount, stream, others, directory));
  }

  private static void put(Map<String, OggTake> takes, OggTake take) {
    takes.put(take.name(), take);
  }

  static Stream<OggTake> takes() {
    return TAKES.values().stream();
  }

  static Stream<OggTake> chains() {
    return takes().filter(take -> take.mount().isChain());
  }

  @ParameterizedTest
  @MethodSource("takes")
  void losesAndDoublesNoPacket(OggTake take) {
    PacketAccount account = take.packets();
    figure(
        take.name(),
        "%d files, %d packets, %d lost, %d doubled",
        take.files().size(),
        account.recorded(),
        account.lost(),
        account.doubled());
    assertThat(take.files()).hasSizeGreaterThan((int) LENGTH.toSeconds() / 6 - 1);
    assertThat(account.isExact()).as("%s", account).isTrue();
  }

  @ParameterizedTest
  @MethodSource("takes")
  void everyCheckerIsSilent(OggTake take) {
    assertThat(take.complaints()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("takes")
  void decodesToTheSamplesOfTheWhole(OggTake take) {
    for (String decoder : take.mount().decoders()) {
      JointAccount account = take.joints(decoder);
      figure(take.name(), "%s: %s", decoder, account);
      assertThat(take.mount().isExact(account)).as("%s: %s", decoder, account).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("takes")
  void aCutAcrossFilesHasNoSeam(OggTake take) {
    String decoder = take.mount().decoders().get(0);
    CutAccount cut =
        CutAccount.of(
            directory,
            take.name(),
            take.files(),
            "ogg",
            take.mount().codec().equals("opus") ? 48_000 : 44_100,
            take.mount() == OggMount.SPEECH60 ? 1 : 2,
            file -> take.decoded(decoder, file));
    figure(
        take.name(),
        "cut of %.1f s off by %.3f s, altered by at most %d LSB in %s",
        cut.seconds(),
        cut.off(),
        cut.largest(),
        decoder);
    if (take.mount() != OggMount.SPEECH60) {
      assertThat(cut.largest()).as("%s", cut).isLessThanOrEqualTo(take.mount().tolerance());
    }
    assertThat(cut.off()).isCloseTo(0, within(0.1));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void keepsOrSplitsChains(OggTake take) {
    List<Integer> links = take.files().stream().map(OggTake::linkCount).toList();
    if (take.name().endsWith(SPLIT)) {
      assertThat(links).containsOnly(1);
    } else {
      assertThat(links).as("links in the files").anyMatch(count -> count > 1);
      assertThat(take.files()).hasSizeLessThan((int) LENGTH.toSeconds() / 6 + 5);
    }
  }

  @ParameterizedTest
  @MethodSource("chains")
  void theLedgerHasTheTitlesOfTheLinks(OggTake take) {
    List<String> titles =
        LedgerLine.of(directory.resolve("recordings"), take.name(), "title").stream()
            .map(line -> line.text("title"))
            .toList();
    assertThat(titles).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    int first = Integer.parseInt(titles.get(0).replaceFirst(".* ", ""));
    for (int i = 0; i < titles.size(); i++) {
      assertThat(titles.get(i)).isEqualTo("Band - " + take.mount().mount() + " " + (first + i));
    }
  }

  @ParameterizedTest
  @MethodSource("takes")
  void theLedgerKnowsOfNoGap(OggTake take) {
    assertThat(LedgerLine.of(directory.resolve("recordings"), take.name(), "gap")).isEmpty();
  }

  @AfterAll
  static void printFigures() {
    OTHERS.values().forEach(OggBarsIT::printOther);
    Bars.print("Ogg, " + LENGTH.toSeconds() + " s", FIGURES);
  }

  private static void printOther(OggTake other) {
    String name = "ffmpeg -f segment, " + other.name();
    PacketAccount account = other.packets();
    figure(
        name,
        "%d files, %d packets, %d lost, %d doubled, %d foreign, %d complaints",
        other.files().size(),
        account.recorded(),
        account.lost(),
        account.doubled(),
        account.foreign(),
        other.complaints().size());
    figure(name, "ffmpeg: %s", other.joints("ffmpeg"));
  }

  private static void figure(String name, String format, Object... values) {
    FIGURES.merge(name, String.format(Locale.ROOT, format, values), (a, b) -> a + "; " + b);
  }
}
