package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import isr.testing.Await;
import isr.testing.Icecast;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LiveSource;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One recorder, seven mounts of a real Icecast, split every 6 s, compared with the unsplit streams
 * as a second listener saw them. {@code -Disr.bars=full} records for 60 s.
 */
@RequiresTools({
  "icecast2",
  "ffmpeg",
  "ffprobe",
  "mpg123",
  "mp3val",
  "opusenc",
  "opusdec",
  "opusinfo",
  "oggz-validate"
})
@Isolated
class StreamBarsIT {
  private static final Duration LENGTH = Duration.ofSeconds(Bars.full() ? 60 : 25);
  private static final Duration ALIGNMENT = Duration.ofMillis(100);

  /** The first frames, whose reservoir never arrived, decode to anything. */
  private static final int MPEG_SETTLING = 20;

  /** 640 ms, RFC 7845, section 4.6 asks for 80: the start of the very first segment. */
  private static final int OPUS_SETTLING = 32;

  @TempDir static Path directory;

  private static final Map<String, Take> TAKES = new LinkedHashMap<>();
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  @BeforeAll
  static void record() {
    Map<String, LiveEncoding> mounts = mounts();
    List<LiveSource> sources = new ArrayList<>();
    Map<String, RawClient> listeners = new LinkedHashMap<>();
    try (Icecast icecast = Icecast.start(directory)) {
      int seed = 1;
      for (Map.Entry<String, LiveEncoding> mount : mounts.entrySet()) {
        String name = mount.getKey();
        sources.add(
            name.equals("opusenc")
                ? LiveSource.startOpusenc(icecast, name, seed++)
                : LiveSource.start(icecast, name, mount.getValue(), seed++));
        listeners.put(name, RawClient.connect(icecast.mount(name)));
      }
      try (IsrProcess isr = IsrProcess.record(directory, configuration(icecast, mounts))) {
        Path recordings = directory.resolve("recordings");
        Bars.awaitFiles(isr, recordings, mounts.keySet());
        Await.pass(LENGTH);
        assertThat(isr.stop()).as("%s", isr).isZero();
        Await.pass(Duration.ofMillis(500)); // the listeners are at least as far
      }
      mounts.forEach(
          (name, encoding) -> TAKES.put(name, take(name, encoding, listeners.get(name))));
    } finally {
      sources.forEach(LiveSource::close);
      listeners.values().forEach(RawClient::close);
    }
  }

  private static Map<String, LiveEncoding> mounts() {
    Map<String, LiveEncoding> mounts = new LinkedHashMap<>();
    mounts.put("cbr", LiveEncoding.MP3_CBR);
    mounts.put("vbr", LiveEncoding.MP3_VBR);
    mounts.put("mono48", LiveEncoding.MP3_48_MONO);
    mounts.put("mono22", LiveEncoding.MP3_22_MONO);
    mounts.put("aac", LiveEncoding.AAC);
    mounts.put("opus", LiveEncoding.OPUS);
    mounts.put("opusenc", LiveEncoding.OPUS);
    return mounts;
  }

  private static String configuration(Icecast icecast, Map<String, LiveEncoding> mounts) {
    StringBuilder toml =
        new StringBuilder("[general]\noutput_directory = \"recordings\"\nsplit_minutes = 0.1\n");
    mounts.keySet().forEach(name -> toml.append(Bars.source(name, icecast.mount(name))));
    return toml.toString();
  }

  private static Take take(String name, LiveEncoding encoding, RawClient listener) {
    Take take = Take.of(name, encoding, listener, directory.resolve("recordings"));
    PacketAccount account = take.account();
    figure(
        take,
        "%d segments, %d packets, %d lost, %d doubled, %d foreign",
        take.segments().size(),
        account.recorded(),
        account.lost(),
        account.doubled(),
        account.foreign());
    return take;
  }

  private static void figure(Take take, String format, Object... values) {
    FIGURES.merge(take.name(), String.format(Locale.ROOT, format, values), (a, b) -> a + ", " + b);
  }

  static Stream<Take> takes() {
    return TAKES.values().stream();
  }

  static Stream<Take> mpegTakes() {
    return takes().filter(take -> take.encoding().isMpeg());
  }

  static Stream<Take> opusTakes() {
    return takes().filter(take -> take.encoding() == LiveEncoding.OPUS);
  }

  @ParameterizedTest
  @MethodSource("takes")
  void losesAndDoublesNoPacket(Take take) {
    assertThat(take.segments()).hasSizeGreaterThan((int) LENGTH.toSeconds() / 6 - 1);
    assertThat(take.account().isExact()).as("%s", take.account()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("takes")
  void everyCheckerIsSilent(Take take) {
    for (RecordedFile segment : take.segments()) {
      assertThat(Judges.complaints(segment.path(), take.encoding()))
          .as("%s", segment.path().getFileName())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("mpegTakes")
  void mp3HeadersTellTheRightDuration(Take take) {
    for (RecordedFile segment : take.segments()) {
      int frame = segment.packets().get(0).sampleCount();
      long samples = segment.samples() + (long) segment.hiddenPackets() * frame;
      assertThat(Judges.ffprobeSeconds(segment.path())) // counts all frames, hidden ones as well
          .as("%s", segment.path().getFileName())
          .isCloseTo((double) samples / take.encoding().sampleRateHz(), within(0.001));
    }
  }

  @ParameterizedTest
  @MethodSource("opusTakes")
  void opusHeadersTellTheRightDuration(Take take) {
    for (RecordedFile segment : take.segments()) {
      assertThat(Judges.opusinfoSeconds(segment.path()))
          .as("%s", segment.path().getFileName())
          .isCloseTo((segment.samples() - segment.trimmed()) / 48_000.0, within(0.001));
    }
  }

  @ParameterizedTest
  @MethodSource("takes")
  void theLedgerCountsWhatIsInTheFiles(Take take) {
    List<LedgerLine> closed =
        LedgerLine.of(directory.resolve("recordings"), take.name(), "segment-closed");
    assertThat(closed)
        .extracting(line -> line.text("path") + " " + (long) line.number("samples"))
        .containsExactlyElementsOf(
            take.segments().stream()
                .map(segment -> segment.path().getFileName() + " " + segment.samples())
                .toList());
    assertThat(LedgerLine.of(directory.resolve("recordings"), take.name(), "gap")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mpegTakes")
  void mp3DecodesToTheSamplesOfTheWhole(Take take) {
    DecodedAccount ffmpeg =
        decoded(take, MPEG_SETTLING, file -> Judges.ffmpeg(file, take.encoding()));
    DecodedAccount mpg123 = decoded(take, MPEG_SETTLING, Judges::mpg123);
    figure(take, "ffmpeg %s", figures(ffmpeg));
    figure(take, "mpg123 %s", figures(mpg123));
    assertComplete(ffmpeg);
    assertThat(ffmpeg.altered()).isZero();
    assertComplete(mpg123);
    assertThat(mpg123.largest()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("opusTakes")
  void opusDecodesToTheSamplesOfTheWhole(Take take) {
    DecodedAccount opusdec = decoded(take, OPUS_SETTLING, Judges::opusdec);
    DecodedAccount ffmpeg =
        decoded(take, OPUS_SETTLING, file -> Judges.ffmpeg(file, take.encoding()));
    figure(take, "opusdec %s", figures(opusdec));
    figure(take, "ffmpeg %s", figures(ffmpeg));
    assertComplete(opusdec);
    assertThat(opusdec.largest()).isLessThanOrEqualTo(1);
    assertComplete(ffmpeg);
    assertThat(ffmpeg.largest()).isLessThanOrEqualTo(1);
  }

  @Test
  void aacSegmentsAreARunOfTheBytesThatWereSent() throws IOException {
    Take take = TAKES.get("aac");
    ByteBuffer together = ByteBuffer.allocate(take.listener().size());
    for (RecordedFile segment : take.segments()) {
      together.put(Files.readAllBytes(segment.path()));
    }
    together.flip();
    int from = take.packets().get(take.account().first()).start();
    assertThat(together)
        .isEqualTo(ByteBuffer.wrap(take.listener().bytes(), from, together.remaining()).slice());
  }

  @ParameterizedTest
  @MethodSource("takes")
  void aCutAcrossFilesHasNoSeam(Take take) {
    LiveEncoding encoding = take.encoding();
    boolean aac = encoding == LiveEncoding.AAC;
    CutAccount cut =
        CutAccount.of(
            directory,
            take.name(),
            take.segments().stream().map(RecordedFile::path).toList(),
            encoding.extension(),
            encoding.sampleRateHz(),
            encoding.name().contains("MONO") ? 1 : 2,
            aac ? StreamBarsIT::noSamples : file -> Judges.ffmpeg(file, encoding));
    figure(
        take,
        "cut of %.1f s off by %.3f s, altered by at most %d LSB",
        cut.seconds(),
        cut.off(),
        cut.largest());
    if (aac) {
      assertThat(bytesOfAll(take)).contains(cutText(cut.cut()));
      return;
    }
    assertThat(cut.largest())
        .as("%s", cut)
        .isLessThanOrEqualTo(encoding == LiveEncoding.OPUS ? 1 : 0);
    assertThat(cut.off()).isCloseTo(0, within(0.1));
    assertThat(Judges.complaints(cut.cut(), encoding)).isEmpty();
  }

  /** Frames of AAC are not decoded: the bytes are what has to be the same. */
  private static short[] noSamples(Path file) {
    return new short[] {0, 0};
  }

  private static String cutText(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bytesOfAll(Take take) {
    return take.segments().stream()
        .map(RecordedFile::path)
        .map(StreamBarsIT::cutText)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("takes")
  void beginsEachSegmentAtItsSplitPoint(Take take) {
    Duration limit = take.encoding() == LiveEncoding.OPUS ? Duration.ofSeconds(1) : ALIGNMENT;
    assertThat(Bars.median(take.alignment())).as("%s", take.alignment()).isLessThan(limit);
  }

  @AfterAll
  static void printFigures() {
    for (Take take : TAKES.values()) {
      figure(
          take,
          "off the split point median %d ms, at most %d ms",
          Bars.median(take.alignment()).toMillis(),
          take.alignment().stream().mapToLong(Duration::toMillis).max().orElse(0));
    }
    Bars.print("seven mounts, " + LENGTH.toSeconds() + " s", FIGURES);
  }

  private static DecodedAccount decoded(Take take, int settling, Function<Path, short[]> decoder) {
    return DecodedAccount.of(take, settling, directory, decoder);
  }

  private static void assertComplete(DecodedAccount account) {
    assertThat(account.found()).as("samples").isEqualTo(account.expected());
    assertThat(account.compared()).as("compared").isGreaterThan(account.expected() / 2);
  }

  private static String figures(DecodedAccount account) {
    return "%d samples lost or doubled, %d of %d altered (by at most %d LSB)"
        .formatted(
            Math.abs(account.expected() - account.found()),
            account.altered(),
            account.compared(),
            account.largest());
  }
}
