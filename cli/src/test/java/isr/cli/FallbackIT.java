package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Icecast;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LiveSource;
import isr.testing.RawClient;
import isr.testing.RequiresTools;
import isr.testing.StreamPacket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A station whose studio fails: Icecast moves its listeners in the middle of a frame to another
 * mount, whose audio has another rate and other channels, or another codec.
 */
@RequiresTools({"icecast2", "ffmpeg", "mpg123", "mp3val"})
class FallbackIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What may be lost where two frames that have nothing to do with each other meet. */
  private static final int PACKETS_AT_THE_JOINT = 3;

  @TempDir Path directory;

  @Test
  void aChangeOfRateInMidStreamBeginsANewSegmentAndIsTold() {
    fallBackTo(
        LiveEncoding.MP3_22_MONO,
        listener -> assertTold(Take.of("a", LiveEncoding.MP3_CBR, listener, recordings())));
  }

  @Test
  void aChangeOfCodecInMidStreamBeginsANewSegmentOfTheOtherFormat() {
    fallBackTo(
        LiveEncoding.AAC,
        listener -> {
          assertThat(paths()).hasSize(2);
          assertWhole(RecordedFile.read(paths().get(0), LiveEncoding.MP3_CBR), listener);
          assertWhole(RecordedFile.read(paths().get(1), LiveEncoding.AAC), listener);
          assertThat(LedgerLine.of(recordings(), "a", "gap"))
              .allSatisfy(gap -> assertThat(gap.number("skippedBytes")).isLessThan(2000));
        });
  }

  /**
   * Records some seconds of the studio in MP3 and of the spare mount that listeners are moved to.
   */
  private void fallBackTo(LiveEncoding spareEncoding, Consumer<RawClient> asserting) {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource studio = LiveSource.start(icecast, Icecast.MAIN, LiveEncoding.MP3_CBR, 1);
        LiveSource spare = LiveSource.start(icecast, Icecast.SPARE, spareEncoding, 2);
        RawClient ready = RawClient.connect(icecast.mount(Icecast.SPARE));
        RawClient listener = RawClient.connect(icecast.mount(Icecast.MAIN));
        IsrProcess isr =
            IsrProcess.record(
                directory,
                "[general]\noutput_directory = \"recordings\"\nsplit_minutes = 1440\n"
                    + Bars.source("a", icecast.mount(Icecast.MAIN)))) {
      Bars.awaitFiles(isr, recordings(), List.of("a"));
      Await.pass(Duration.ofSeconds(3));
      studio.stop();
      Await.until("a second file", PATIENCE, () -> paths().size() >= 2);
      Await.pass(Duration.ofSeconds(4));
      assertThat(isr.stop()).as("%s", isr).isZero();
      Await.pass(Duration.ofSeconds(2)); // the listener may be behind
      assertThat(spare.isAlive() && !ready.hasEnded()).isTrue();
      asserting.accept(listener);
    }
  }

  /** Nothing is missing between the first and the last packet, and no checker complains. */
  private static void assertWhole(RecordedFile file, RawClient listener) {
    PacketAccount account =
        PacketAccount.of(file.encoding().packets(listener.bytes()), file.packets());
    assertThat(account.isExact()).as("%s: %s", file.path(), account).isTrue();
    assertThat(account.recorded()).as("%s", file.path()).isGreaterThan(100);
    assertThat(Judges.complaints(file.path(), file.encoding())).as("%s", file.path()).isEmpty();
  }

  private void assertTold(Take take) {
    assertThat(take.segments()).hasSize(2);
    assertThat(frameSamples(take.segments().get(0))).containsOnly(1152);
    assertThat(frameSamples(take.segments().get(1))).containsOnly(576);
    PacketAccount account = take.account();
    assertThat(account.doubled() + account.foreign()).as("%s", account).isZero();
    assertThat(account.lost()).as("%s", account).isLessThanOrEqualTo(PACKETS_AT_THE_JOINT);
    List<LedgerLine> gaps = LedgerLine.of(recordings(), "a", "gap");
    assertThat(gaps).as("%s", gaps).hasSize(1);
    assertThat(gaps.get(0).number("skippedBytes")).isBetween(1.0, 2000.0);
    for (RecordedFile segment : take.segments()) {
      assertThat(Judges.complaints(segment.path(), segment.encoding()))
          .as("%s", segment.path().getFileName())
          .isEmpty();
    }
  }

  private static List<Integer> frameSamples(RecordedFile segment) {
    return segment.packets().stream().map(StreamPacket::sampleCount).distinct().toList();
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  private List<Path> paths() {
    return RecordedFile.paths(recordings(), "a");
  }
}
