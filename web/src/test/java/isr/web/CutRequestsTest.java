package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.config.WebSettings;
import isr.format.wav.WavFormat;
import isr.library.LedgerEvent;
import isr.library.TrackSummary;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import isr.web.RunningServer.Answer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts over HTTP, of files that count their samples. */
class CutRequestsTest {
  private static final int RATE = 8000;
  private static final Set<Integer> SILENT = Set.of(203, 204, 209, 210, 219);
  private static final PcmTrack TRACK = new PcmTrack(RATE, 1, SampleFormat.S16LE);

  @TempDir Path directory;
  private RunningServer running;

  @BeforeEach
  void start() throws Exception {
    running = new RunningServer(directory, WebSettings.DEFAULT);
    segment("1.wav", 0, 10 * RATE, 0, "a");
    segment("2.wav", 10, 10 * RATE, 10 * RATE, "a");
    segment("3.wav", 25, 5 * RATE, 0, "b"); // after a gap of 5 s
    segment("4.wav", 100, 79_200, 0, "c"); // a card that is slow by a hundredth
    segment("5.wav", 110, 5 * RATE, 79_200, "c");
    segment("6.wav", 200, 10 * RATE, 0, "d"); // two seconds of it are silence
    segment("7.wav", 210, 10 * RATE, 10 * RATE, "d"); // as are its first and its last
    filled(203, 2);
    filled(209, 2);
    filled(219, 1);
    assertThat(running.library.settle(Duration.ofSeconds(20))).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    running.close();
  }

  /** Samples tell their number since the first one was heard, at 8 kHz, in 16 bits. */
  private void segment(String name, int atSecond, int samples, long position, String session)
      throws Exception {
    OffsetDateTime start = RunningServer.START.plusSeconds(atSecond);
    MemoryOutput output = new MemoryOutput();
    SegmentInfo info = new SegmentInfo("mic", start.atZoneSameInstant(ZoneOffset.UTC));
    Muxer muxer = new WavFormat().muxer(TRACK, output, info);
    muxer.start(List.of());
    ByteBuffer pcm = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      int second = atSecond + i / RATE;
      pcm.putShort((short) (SILENT.contains(second) ? 0 : atSecond * RATE + i));
    }
    muxer.write(new Packet(pcm.flip(), 0, samples));
    muxer.finish();
    Files.write(directory.resolve(name), output.bytes());
    TrackSummary track = new TrackSummary("pcm", RATE, 1, OptionalInt.of(16));
    running.library.record(
        new LedgerEvent.SegmentOpened("mic", start, name, "wav", start, position, track, session));
    running.library.record(
        new LedgerEvent.SegmentClosed(
            "mic", start.plusSeconds(samples / RATE), name, samples, output.length(), "split"));
  }

  /** Told some milliseconds beside, as it was a clock that told it. */
  private void filled(int atSecond, int seconds) throws Exception {
    OffsetDateTime start = RunningServer.START.plusSeconds(atSecond).plusNanos(7_000_000);
    running.library.record(
        new LedgerEvent.GapRecorded(
            "mic",
            start.plusSeconds(seconds),
            start,
            Duration.ofSeconds(seconds),
            "overrun",
            OptionalLong.empty(),
            Optional.of("6.wav"),
            Optional.of("6.wav"),
            true,
            Optional.empty()));
  }

  private String root() {
    return directory.getFileName().toString();
  }

  /** The numbers of a WAV file's samples. */
  private static List<Short> numbers(byte[] wav) {
    ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (in.getInt(at) != 0x61746164) { // data
      at += 8 + in.getInt(at + 4);
    }
    List<Short> numbers = new ArrayList<>();
    for (int i = 0; i < in.getInt(at + 4) / 2; i++) {
      numbers.add(in.getShort(at + 8 + 2 * i));
    }
    return numbers;
  }

  private static List<Short> counting(int from, int count) {
    List<Short> numbers = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      numbers.add((short) i);
    }
    return numbers;
  }

  @Test
  void aRangeOfAFileIsPlannedAndSent() throws Exception {
    String part = "/api/recordings/" + root() + "/1.wav/";
    Answer plan = running.get(part + "cut-plan?from=1.5&to=0:04");
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.text())
        .contains(
            "\"from\":1.5,\"to\":4.0,\"exact\":true,\"duration\":2.5",
            "\"name\":\"mic_20261121_100001.wav\"",
            "\"start\":\"2026-11-21T10:00:01.500Z\"",
            "\"runs\":1,\"gaps\":[]");
    byte[] cut = running.bytes(part + "cut?from=1.5&to=0:04");
    assertThat(plan.text()).contains("\"bytes\":" + cut.length);
    assertThat(numbers(cut)).isEqualTo(counting(12_000, 20_000));
    assertThat(running.get(part + "cut?from=1.5&to=0:04").header("Content-Disposition"))
        .contains("attachment", "mic_20261121_100001.wav");
    Answer head = running.send("HEAD", part + "cut?from=1.5&to=4");
    assertThat(head.header("Content-Length")).isEqualTo("" + cut.length);
  }

  @Test
  void aTimeOfASourceIsOneFileWithoutASeam() throws Exception {
    String part = "/api/sources/" + root() + "/mic/";
    String range = "?from=2026-11-21T10:00:08Z&to=2026-11-21T10:00:12.500Z";
    assertThat(running.get(part + "cut-plan" + range).text())
        .contains("\"duration\":4.5", "\"runs\":1,\"gaps\":[]", "\"exact\":true")
        .contains("\"name\":\"mic_20261121_100008.wav\"");
    assertThat(numbers(running.bytes(part + "cut" + range))).isEqualTo(counting(64_000, 36_000));
  }

  @Test
  void silenceThatWasRecordedForWhatWasMissingStaysOrIsClosedUp() throws Exception {
    String part = "/api/recordings/" + root() + "/6.wav/";
    String range = "?from=2&to=6";
    assertThat(running.get(part + "cut-plan" + range).text())
        .contains("\"seconds\":2.0,\"cause\":\"overrun\",\"fillable\":false,\"filled\":true");
    List<Short> stays = counting(202 * RATE, RATE);
    stays.addAll(Collections.nCopies(2 * RATE, (short) 0));
    stays.addAll(counting(205 * RATE, RATE));
    assertThat(numbers(running.bytes(part + "cut" + range))).isEqualTo(stays);
    assertThat(numbers(running.bytes(part + "cut" + range + "&gaps=fill"))).isEqualTo(stays);
    List<Short> closed = counting(202 * RATE, RATE);
    closed.addAll(counting(205 * RATE, RATE));
    assertThat(numbers(running.bytes(part + "cut" + range + "&gaps=close"))).isEqualTo(closed);
    assertThat(running.get(part + "cut?from=3.2&to=4.7&gaps=close").status()).isEqualTo(422);
  }

  @Test
  void silenceIsClosedUpOverFiles() throws Exception {
    String part = "/api/sources/" + root() + "/mic/cut";
    String range = "?from=2026-11-21T10:03:22Z&to=2026-11-21T10:03:40Z&gaps=close";
    List<Short> closed = counting(202 * RATE, RATE);
    closed.addAll(counting(205 * RATE, 4 * RATE));
    closed.addAll(counting(211 * RATE, 8 * RATE));
    assertThat(numbers(running.bytes(part + range))).isEqualTo(closed);
  }

  @Test
  void aSlowClockMovesNoCut() throws Exception {
    String part = "/api/sources/" + root() + "/mic/cut";
    String inside = "?from=2026-11-21T10:01:45Z&to=2026-11-21T10:01:46Z";
    assertThat(numbers(running.bytes(part + inside))).isEqualTo(counting(839_600, 7920));
    String end = "?from=2026-11-21T10:01:49.950Z&to=2026-11-21T10:01:50Z";
    assertThat(numbers(running.bytes(part + end))).isEqualTo(counting(878_804, 396));
  }

  @Test
  void rangesThatMakeNoSenseAreRefused() throws Exception {
    String part = "/api/sources/" + root() + "/mic/cut-plan";
    Answer year = running.get(part + "?from=2026-11-21T10:00:00Z&to=2027-11-21T10:00:00Z");
    assertThat(year.status()).isEqualTo(422);
    assertThat(year.text()).contains("A cut is at most 31 days long.");
    Answer far = running.get(part + "?from=-200000-11-21T10:00:00Z&to=2027-11-21T10:00:00Z");
    assertThat(far.status()).isIn(400, 422);
    Answer late = running.get(part + "?from=9999-11-21T10:00:00Z&to=9999-11-21T11:00:00Z");
    assertThat(late.status()).isEqualTo(422);
  }

  @Test
  void aGapIsToldAndClosedUpOrFilled() throws Exception {
    String part = "/api/sources/" + root() + "/mic/";
    String range = "?from=2026-11-21T10:00:19Z&to=2026-11-21T10:00:26Z";
    assertThat(running.get(part + "cut-plan" + range).text())
        .contains("\"at\":1.0,\"seconds\":5.0,\"cause\":\"nothing was recorded\"")
        .contains("\"fillable\":true,\"filled\":false");
    List<Short> closed = numbers(running.bytes(part + "cut" + range));
    assertThat(closed).hasSize(2 * RATE);
    assertThat(closed.subList(RATE, 2 * RATE)).isEqualTo(counting(25 * RATE, RATE));
    List<Short> filled = numbers(running.bytes(part + "cut" + range + "&gaps=fill"));
    assertThat(filled).hasSize(7 * RATE);
    assertThat(filled.subList(RATE, 6 * RATE)).containsOnly((short) 0);
    assertThat(filled.subList(6 * RATE, 7 * RATE)).isEqualTo(counting(25 * RATE, RATE));
  }

  @Test
  void rangesWithoutSenseAreRefused() throws Exception {
    String file = "/api/recordings/" + root() + "/1.wav/cut-plan";
    assertThat(running.get(file + "?from=0&to=0.000001").text()).contains("at least 0.1 seconds");
  }

  @Test
  void whatCanNotBeCutIsSaid() throws Exception {
    String part = "/api/recordings/" + root() + "/1.wav/";
    assertThat(running.get(part + "cut?from=1").text()).contains("to: it is missing");
    assertThat(running.get(part + "cut?from=x&to=2").text()).contains("from: expected seconds");
    assertThat(running.get(part + "cut-plan?from=3&to=2").status()).isEqualTo(422);
    assertThat(running.get(part + "cut?from=30&to=31").text()).contains("ends at 0:10");
    assertThat(running.get("/api/recordings/" + root() + "/9.wav/cut?from=0&to=1").status())
        .isEqualTo(404);
    String source = "/api/sources/" + root();
    String range = "/cut?from=2026-11-22T10:00:19Z&to=2026-11-22T10:00:26Z";
    assertThat(running.get(source + "/mic" + range).status()).isEqualTo(422);
    assertThat(running.get(source + "/none" + range).text()).contains("Nothing of none");
    assertThat(running.get("/api/sources/none/mic" + range).status()).isEqualTo(404);
    Files.write(directory.resolve("broken.wav"), "no audio".getBytes(StandardCharsets.US_ASCII));
    assertThat(running.get("/api/recordings/" + root() + "/broken.wav/cut?from=0&to=1").status())
        .isEqualTo(422);
  }
}
