package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import isr.alsa.lib.Pcm;
import isr.audio.SampleFormat;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.media.PcmTrack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What libasound's plugins for tests can not be brought to do. */
class CardReaderTest {
  private static final int PERIOD = 480;

  private final OpenPcm pcm = mock(OpenPcm.class);
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final Map<String, CardThread> hanging = new ConcurrentHashMap<>();
  private final Take take = new Take();

  private AlsaCapture capture() {
    PcmShape shape =
        new PcmShape(new PcmTrack(48_000, 1, SampleFormat.S16LE), CardFormat.S16_LE, PERIOD, 4800);
    CaptureContext context = new CaptureContext("x", nanos::get, Duration.ofSeconds(5));
    when(pcm.data()).thenAnswer(call -> ByteBuffer.allocate(PERIOD * 2));
    return new AlsaCapture("x", () -> new OpenedCard("hw:x", pcm, shape), context, hanging);
  }

  private PcmStatus status(int state, long available) {
    nanos.addAndGet(10_000_000L);
    return new PcmStatus(0, state, available, OptionalLong.empty());
  }

  @Test
  void closesWhatItHasOpenedWhenItFails() {
    when(pcm.start()).thenReturn(-Errno.ENODEV);
    assertThatThrownBy(() -> capture().run(take)).hasMessage("hw:x: unplugged");
    verify(pcm).close();
    assertThat(hanging).isEmpty();
  }

  @Test
  void aCardThatCanNotBeRevivedIsGivenUpAfterThreeAttempts() {
    when(pcm.await(anyInt())).thenReturn(-Errno.EIO);
    when(pcm.prepare()).thenReturn(-Errno.EIO);
    assertThatThrownBy(() -> capture().run(take))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("has failed (error -5");
    verify(pcm, times(3)).prepare();
    verify(pcm).close();
  }

  @Test
  void anErrorOfTheStatusIsAnErrorOfTheCard() {
    when(pcm.await(anyInt())).thenReturn(1);
    when(pcm.status()).thenReturn(PcmStatus.failed(-Errno.ENODEV));
    assertThatThrownBy(() -> capture().run(take)).hasMessageContaining("unplugged");
  }

  @Test
  void whatWasReadBeforeAFailureIsTold() {
    when(pcm.await(anyInt())).thenReturn(1);
    when(pcm.status())
        .thenAnswer(call -> status(Pcm.SND_PCM_STATE_RUNNING, PERIOD))
        .thenAnswer(call -> status(Pcm.SND_PCM_STATE_RUNNING, PERIOD))
        .thenAnswer(call -> status(Pcm.SND_PCM_STATE_DISCONNECTED, 0));
    when(pcm.read(anyInt())).thenReturn(PERIOD);
    assertThatThrownBy(() -> capture().run(take)).hasMessageContaining("unplugged");
    assertThat(take.samplesRead()).isEqualTo(2 * PERIOD);
  }

  @Test
  void aCardThatIsSlowInWakingUpIsWaitedForButNotForEver() {
    when(pcm.await(anyInt())).thenReturn(-Errno.ESTRPIPE);
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_SUSPENDED);
    when(pcm.resume())
        .thenAnswer(
            call -> {
              nanos.addAndGet(2_000_000_000L);
              return -Errno.EAGAIN;
            });
    assertThatThrownBy(() -> capture().run(take)).hasMessageContaining("no samples for 5 s");
    verify(pcm, times(3)).resume();
  }

  @Test
  void aFailureToOpenIsTold() {
    AlsaCapture capture =
        new AlsaCapture(
            "x",
            () -> {
              throw CaptureException.absent("no such device: x");
            },
            new CaptureContext("x", nanos::get, Duration.ofSeconds(5)),
            hanging);
    assertThatThrownBy(() -> capture.run(take))
        .isInstanceOf(CaptureException.class)
        .hasMessage("no such device: x");
  }

  @Test
  void closedBeforeItBeginsItOpensNothingForLong() throws Exception {
    AlsaCapture capture = capture();
    capture.close();
    capture.run(take);
    assertThat(take.connected).isEmpty();
  }
}
