package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import isr.alsa.lib.Pcm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {
  /** Errors: 4 EINTR, 5 EIO, 11 EAGAIN, 19 ENODEV, 32 EPIPE, 77 EBADFD, 86 ESTRPIPE. */
  @ParameterizedTest
  @CsvSource({
    "-11, 3, NONE",
    "-4, 3, NONE",
    "-32, 4, OVERRUN",
    "-32, 3, OVERRUN",
    "-5, 4, OVERRUN",
    "-77, 4, OVERRUN",
    "-86, 7, SUSPENDED",
    "-77, 7, SUSPENDED",
    "-86, 3, SUSPENDED",
    "-19, 8, UNPLUGGED",
    "-19, 3, UNPLUGGED",
    "-19, 4, UNPLUGGED",
    "-77, 8, UNPLUGGED",
    "-5, 8, UNPLUGGED",
    "-5, 3, BROKEN",
    "-77, 1, BROKEN",
    "-77, 2, BROKEN",
    "-1, 3, BROKEN"
  })
  void aStateSaysMoreThanAnError(int error, int state, Trouble expected) {
    assertThat(Trouble.of(error, state)).isEqualTo(expected);
  }

  @Test
  void aStateInWhichNothingComesIsTheErrorOfThatTrouble() {
    assertThat(Trouble.errorOf(Pcm.SND_PCM_STATE_RUNNING)).isZero();
    for (int state : new int[] {4, 7, 8}) {
      assertThat(Trouble.of(Trouble.errorOf(state), Pcm.SND_PCM_STATE_RUNNING))
          .isEqualTo(Trouble.of(-Errno.EBADFD, state));
    }
    assertThat(Trouble.errorOf(Pcm.SND_PCM_STATE_PREPARED)).isEqualTo(-Errno.EBADFD);
  }
}
