package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFailureTest {
  private static final OpenFailure.Facts NOTHING =
      new OpenFailure.Facts(
          "Some error",
          Optional.of("Unknown PCM x"),
          Optional.empty(),
          Optional.empty(),
          "there are hw:CARD=A,DEV=0");

  @ParameterizedTest
  @CsvSource({
    "-16, true, false, x is in use by another program; stop that",
    "-2, true, true, no such device: x (Unknown PCM x); there are hw:CARD=A",
    "-19, true, true, no such device: x",
    "-6, true, true, no such device: x",
    "-111, true, false, x: the sound server does not answer (Some error)",
    "-110, true, false, x: the sound server does not answer",
    "-112, true, false, x: the sound server does not answer",
    "-22, false, false, x can not be opened: Some error (Unknown PCM x)",
    "-12, true, false, x can not be opened: Some error"
  })
  void saysWhyAndWhetherToTryAgain(int errno, boolean retryable, boolean absent, String words) {
    CaptureException failure = OpenFailure.of("x", errno, NOTHING);
    assertThat(failure).hasMessageStartingWith(words);
    assertThat(failure.retryable()).isEqualTo(retryable);
    assertThat(failure.deviceIsAbsent()).isEqualTo(absent);
  }

  @Test
  void namesWhoHoldsABusyCard() {
    OpenFailure.Facts facts =
        new OpenFailure.Facts(
            "", Optional.empty(), Optional.of("arecord (pid 321)"), Optional.empty(), "");
    assertThat(OpenFailure.of("hw:1,0", -Errno.EBUSY, facts))
        .hasMessageContaining("hw:1,0 is in use by arecord (pid 321)")
        .hasMessageContaining("dsnoop");
  }

  @ParameterizedTest
  @CsvSource({"-2", "-13", "-19", "-1"})
  void aCardThatMayNotBeOpenedIsNotCalledAbsent(int errno) {
    OpenFailure.Facts facts =
        new OpenFailure.Facts(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.of(CardFiles.noPermission("/dev/snd/pcmC1D0c", "pi")),
            "");
    CaptureException failure = OpenFailure.of("hw:1,0", errno, facts);
    assertThat(failure)
        .hasMessage(
            "hw:1,0: no permission for /dev/snd/pcmC1D0c; sudo usermod -aG audio pi, and log in"
                + " again");
    assertThat(failure.deviceIsAbsent()).isFalse();
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void listsWhatTheCardCanDo() {
    Abilities abilities = new Abilities(1, 2, List.of(44_100, 48_000), List.of(SampleFormat.S16LE));
    SoundcardSpec spec =
        new SoundcardSpec("hw:1,0", Backend.ALSA, 96_000, 1, SampleFormat.S24LE, true, Map.of());
    CaptureException failure = OpenFailure.unable("hw:CARD=A,DEV=0", spec, Optional.of(abilities));
    assertThat(failure)
        .hasMessage(
            "hw:CARD=A,DEV=0 can not record 96000 Hz, 1 channel, 24 bits; it can: 1 to 2 channels;"
                + " 44100, 48000 Hz; 16 bits; device = \"plughw:CARD=A,DEV=0\" lets ALSA convert");
    assertThat(failure.retryable()).isFalse();
    assertThat(OpenFailure.unable("mic", spec, Optional.empty()))
        .hasMessage("mic can not record 96000 Hz, 1 channel, 24 bits");
  }
}
