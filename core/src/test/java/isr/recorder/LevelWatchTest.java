package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import isr.audio.SampleFormat;
import isr.media.Packet;
import isr.media.PcmTrack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two channels at 1000 Hz, half a second at a time. */
class LevelWatchTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final PcmTrack TRACK = new PcmTrack(1000, 2, SampleFormat.S16LE);

  private final StatusBoard status = new StatusBoard("mic", "test", START);
  private final LevelWatch watch = new LevelWatch("mic", status);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(LevelWatch.class);
  private Instant now = START;

  @BeforeEach
  void begin() {
    log.start();
    logger.addAppender(log);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
    watch.track(TRACK);
  }

  @AfterEach
  void end() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void showsHowLoudEachChannelIs() {
    hear(1, 16_384, 3277);
    List<CardStatus.Channel> channels = channels();
    assertThat(Math.round(channels.get(0).peakDbfs())).isEqualTo(-6);
    assertThat(Math.round(channels.get(1).rmsDbfs())).isEqualTo(-20);
    assertThat(channels.get(0).silentSince()).isEmpty();
  }

  @Test
  void warnsOnceOfAMinuteOfSilenceAndSaysWhenItIsOver() {
    hear(10, 100, 100);
    hear(118, 0, 0);
    assertThat(messages()).isEmpty();
    assertThat(channels().get(0).silentSince()).contains(START.plusSeconds(5));
    hear(200, 0, 0);
    assertThat(messages()).containsExactly("mic: the source gives digital silence for 60 s now");
    watch.track(TRACK); // a card that is opened again and goes on like that is not told of again
    hear(200, 0, 0);
    hear(2, 5, 5);
    assertThat(messages())
        .containsExactly(
            "mic: the source gives digital silence for 60 s now",
            "mic: the source gives sound again");
  }

  @Test
  void tellsWhichChannelIsSilent() {
    hear(130, 100, 0);
    assertThat(messages()).containsExactly("mic: channel 2 gives digital silence for 60 s now");
  }

  @Test
  void warnsOfClippingNowAndThenAndShowsItForSeconds() {
    hear(1, 32_767, 5);
    assertThat(messages())
        .containsExactly(
            "mic: channel 1 gives samples at full scale, 500 since the last warning: too loud?");
    hear(9, 100, 5);
    assertThat(channels().get(0).clips()).isTrue();
    assertThat(channels().get(1).clips()).isFalse();
    hear(1, 100, 5);
    assertThat(channels().get(0).clips()).isFalse();
    hear(1200, 5, 32_767);
    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1)).startsWith("mic: channel 2 gives samples at full scale, ");
  }

  @Test
  void oneOrTwoSamplesAtFullScaleAreNoClipping() {
    hearAtFullScale(2);
    assertThat(channels().get(0).clips()).isFalse();
    assertThat(messages()).isEmpty();
    hearAtFullScale(3);
    assertThat(channels().get(0).clips()).isTrue();
    assertThat(messages()).hasSize(1);
  }

  private List<CardStatus.Channel> channels() {
    return status.read().card().orElseThrow().channels();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** So many halves of a second with these values. */
  private void hear(int halves, int left, int right) {
    for (int i = 0; i < halves; i++) {
      hear(sample -> left, right);
    }
  }

  private void hearAtFullScale(int samples) {
    hear(sample -> sample < samples ? -32_768 : 100, 100);
  }

  private void hear(IntUnaryOperator left, int right) {
    ByteBuffer pcm = ByteBuffer.allocate(500 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample = 0; sample < 500; sample++) {
      pcm.putShort((short) left.applyAsInt(sample)).putShort((short) right);
    }
    now = now.plus(Duration.ofMillis(500));
    watch.add(new Packet(pcm.flip(), 0, 500), now);
  }
}
