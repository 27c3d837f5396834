package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import isr.alsa.lib.Pcm;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class RevivalTest {
  private final OpenPcm pcm = mock(OpenPcm.class);

  @Test
  void afterAnOverrunItIsPreparedAndStarted() {
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_XRUN, Pcm.SND_PCM_STATE_PREPARED);
    assertThat(Revival.revive(pcm, Trouble.OVERRUN)).isZero();
    InOrder order = inOrder(pcm);
    order.verify(pcm).prepare();
    order.verify(pcm).start();
    verify(pcm, never()).resume();
  }

  @Test
  void whatRunsAfterResumingIsNotStartedAgain() {
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_RUNNING);
    when(pcm.status())
        .thenReturn(new PcmStatus(0, Pcm.SND_PCM_STATE_RUNNING, 4410, OptionalLong.empty()));
    assertThat(Revival.revive(pcm, Trouble.SUSPENDED)).isEqualTo(4410);
    verify(pcm).resume();
    verify(pcm, never()).prepare();
    verify(pcm, never()).start();
  }

  @Test
  void whatIsPreparedAfterResumingIsStarted() {
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_PREPARED);
    when(pcm.status())
        .thenReturn(new PcmStatus(0, Pcm.SND_PCM_STATE_PREPARED, 441, OptionalLong.empty()));
    assertThat(Revival.revive(pcm, Trouble.SUSPENDED)).isEqualTo(441);
    verify(pcm, never()).prepare();
    verify(pcm).start();
  }

  @Test
  void whatCanNotResumeIsPrepared() {
    when(pcm.resume()).thenReturn(-Errno.ENOSYS);
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_SUSPENDED, Pcm.SND_PCM_STATE_PREPARED);
    assertThat(Revival.revive(pcm, Trouble.SUSPENDED)).isZero();
    InOrder order = inOrder(pcm);
    order.verify(pcm).prepare();
    order.verify(pcm).start();
  }

  @Test
  void whatIsStillWakingUpIsAskedAgainLater() {
    when(pcm.resume()).thenReturn(-Errno.EAGAIN);
    assertThat(Revival.revive(pcm, Trouble.SUSPENDED)).isEqualTo(-Errno.EAGAIN);
    verify(pcm, never()).prepare();
  }

  @Test
  void aPreparationThatFailsIsTold() {
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_XRUN);
    when(pcm.prepare()).thenReturn(-Errno.EIO);
    assertThat(Revival.revive(pcm, Trouble.OVERRUN)).isEqualTo(-Errno.EIO);
    verify(pcm, never()).start();
  }

  @Test
  void whatClaimsToRunThoughItIsBrokenIsPrepared() {
    when(pcm.state()).thenReturn(Pcm.SND_PCM_STATE_RUNNING, Pcm.SND_PCM_STATE_PREPARED);
    assertThat(Revival.revive(pcm, Trouble.BROKEN)).isZero();
    verify(pcm).prepare();
    verify(pcm).start();
  }
}
