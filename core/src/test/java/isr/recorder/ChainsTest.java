package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.tone.ToneSpec;
import isr.format.MediaFormats;
import isr.format.PcmStorage;
import isr.media.FileReport;
import isr.media.OpusTrack;
import isr.media.Packet;
import isr.segment.DiskSync;
import isr.segment.FilenamePattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of a chain, from the capture to the files. */
class ChainsTest {
  private static final int SECOND = 48_000;

  @TempDir Path directory;

  private final FakeTime time = new FakeTime("2026-11-21T10:00:01Z");
  private final EventLog events = new EventLog();
  private final DiskSync disk = new DiskSync();
  private Intake intake;
  private long position;

  @AfterEach
  void end() {
    disk.close();
  }

  @Test
  void keepGoesOnWithTheFile() throws IOException {
    begin(Chains.KEEP);
    link(2, "one", 2);
    link(2, "two", 2);
    link(2, "three", 2);
    intake.stop("stopped");
    assertThat(events.only("closed", "title"))
        .containsExactly(
            "title 2026-11-21T10:00:01Z one 0",
            "title 2026-11-21T10:00:03Z two " + 2 * SECOND,
            "title 2026-11-21T10:00:05Z three " + 4 * SECOND,
            "closed 100001.opus " + 5 * SECOND + " split",
            "closed 100006.opus " + SECOND + " stopped");
    assertThat(titles(events.files.get(0)))
        .containsExactly("TITLE=one", "TITLE=two", "TITLE=three");
    assertThat(titles(events.files.get(1))).containsExactly("TITLE=three");
    assertGood();
  }

  @Test
  void aSplitWithinALinkBeginsWithItsHeadersAndLeadIn() throws IOException {
    begin(Chains.KEEP);
    link(2, "one", 2);
    link(2, "two", 6);
    intake.stop("stopped");
    assertThat(titles(events.files.get(0))).containsExactly("TITLE=one", "TITLE=two");
    assertThat(titles(events.files.get(1))).containsExactly("TITLE=two");
    FileReport second = inspect(events.files.get(1));
    assertThat(second.leadInSamples()).isEqualTo(OpusTrack.LEAD_IN_SAMPLES);
    assertThat(second.sampleCount()).isEqualTo(3 * SECOND);
    assertGood();
  }

  @Test
  void splitBeginsAFileWithEachLink() throws IOException {
    begin(Chains.SPLIT);
    link(2, "one", 1);
    link(2, "two", 2);
    intake.stop("stopped");
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 100001.opus " + SECOND + " next link",
            "closed 100002.opus " + 2 * SECOND + " stopped");
    assertThat(titles(events.files.get(0))).containsExactly("TITLE=one");
    assertGood();
  }

  /**
   * What comes early moves the map from stream time to the clock back; no file goes back with it.
   */
  @Test
  void aFileIsNeverBeforeTheOneBefore() throws IOException {
    begin(Chains.SPLIT);
    link(2, "one", 5);
    position = 5 * SECOND;
    time.pass(Duration.ofMillis(20));
    packets("one", 1); // the first of the second file
    intake.track(track(2, "two"));
    position = 0;
    time.pass(Duration.ofMillis(10));
    packets("two", 40); // at once: a second earlier than it would have been
    link(2, "three", 2);
    intake.stop("stopped");
    assertThat(events.only("opened"))
        .containsExactly(
            "opened 100001.opus 2026-11-21T10:00:01Z",
            "opened 100006.opus 2026-11-21T10:00:06Z",
            "opened 100006-2.opus 2026-11-21T10:00:06.000001Z",
            "opened 100006-3.opus 2026-11-21T10:00:06.030Z");
    assertGood();
  }

  private void packets(String title, int count) throws IOException {
    for (int packet = 0; packet < count; packet++) {
      byte[] bytes = {(byte) 0xfc, (byte) packet, 0, (byte) title.length()};
      intake.packet(new Packet(ByteBuffer.wrap(bytes), position, 960));
      position += 960;
    }
    intake.batch(time.nanos());
  }

  @Test
  void otherChannelsAlwaysBeginAnotherFile() throws IOException {
    begin(Chains.KEEP);
    link(2, "one", 1);
    link(1, "two", 1);
    intake.stop("stopped");
    assertThat(events.only("closed"))
        .containsExactly(
            "closed 100001.opus " + SECOND + " change of track",
            "closed 100002.opus " + SECOND + " stopped");
    assertGood();
  }

  @Test
  void aLinkWithoutAudioIsInNoFile() throws IOException {
    begin(Chains.KEEP);
    link(2, "one", 1);
    link(2, "none", 0);
    link(2, "two", 1);
    link(2, "none", 0);
    intake.stop("stopped");
    assertThat(events.files).hasSize(1);
    assertThat(titles(events.files.get(0))).containsExactly("TITLE=one", "TITLE=two");
    assertGood();
  }

  private void begin(Chains chains) {
    SourceSettings settings =
        new SourceSettings(
            "radio",
            ToneSpec.DEFAULT,
            directory,
            new FilenamePattern("%H%M%S"),
            Duration.ofSeconds(6),
            ZoneOffset.UTC,
            new RetryPolicy(0, Duration.ofSeconds(5)),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            false,
            chains,
            PcmStorage.WAV);
    StatusBoard status = new StatusBoard("radio", "test", time.instant());
    Lanes lanes = Lanes.of(settings, disk, events, status);
    intake = new Intake(settings, lanes, events, status, time, time);
    intake.connecting();
    intake.connected("test");
  }

  /** So many seconds of a link, second by second as they are made. */
  private void link(int channels, String title, int seconds) throws IOException {
    intake.track(track(channels, title));
    intake.title(title);
    position = 0;
    for (int i = 0; i < seconds; i++) {
      for (int packet = 0; packet < 50; packet++) {
        byte[] bytes = {(byte) 0xfc, (byte) packet, (byte) i, (byte) title.length()};
        intake.packet(new Packet(ByteBuffer.wrap(bytes), position, 960));
        position += 960;
      }
      time.pass(Duration.ofSeconds(1));
      intake.batch(time.nanos());
    }
  }

  private static OpusTrack track(int channels, String title) {
    ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) channels);
    String comment = "TITLE=" + title;
    ByteBuffer tags = ByteBuffer.allocate(20 + comment.length()).order(ByteOrder.LITTLE_ENDIAN);
    tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII)).putInt(0).putInt(1);
    tags.putInt(comment.length()).put(comment.getBytes(StandardCharsets.US_ASCII));
    return new OpusTrack(channels, 0, head.rewind(), tags.rewind());
  }

  /** The comments of all links of a file. */
  private static List<String> titles(Path file) throws IOException {
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    return Pattern.compile("TITLE=[a-z]+")
        .matcher(bytes)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private void assertGood() throws IOException {
    for (Path file : events.files) {
      assertThat(inspect(file).faults()).as("%s", file).isEmpty();
    }
  }

  private static FileReport inspect(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return MediaFormats.named("ogg").orElseThrow().inspect(channel);
    }
  }
}
