package isr.capture.javasound;

import static isr.capture.javasound.FakeMixer.format;
import static isr.capture.javasound.FakeMixer.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.when;

import isr.audio.SampleFormat;
import isr.capture.CaptureContext;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.media.PcmTrack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class LineCaptureTest {
  private static final AudioFormat MONO = format(16, 1, FakeLine.RATE * 8);

  private final FakeLine card = new FakeLine();
  private final TakenPcm taken = new TakenPcm();

  private LineCapture capture(String device, int channels, Mixer... mixers) {
    SoundcardSpec spec =
        new SoundcardSpec(
            device, Backend.JAVASOUND, 8000, channels, SampleFormat.S16LE, true, Map.of());
    CaptureContext context = new CaptureContext("mic", () -> card.nanos, Duration.ofSeconds(20));
    return new LineCapture(spec, context, new Mixers(() -> List.of(mixers)));
  }

  private Mixer mixer() throws LineUnavailableException {
    Mixer mixer = recording("USB [plughw:3,0]", MONO);
    when(mixer.getLine(any())).thenReturn(card.line);
    when(card.line.getFormat()).thenReturn(MONO);
    return mixer;
  }

  @Test
  void opensTheExactFormatWithSecondsOfBufferAndClosesIt() throws Exception {
    LineCapture capture = capture("usb", 1, mixer());
    capture.close();
    capture.run(taken);
    InOrder order = inOrder(card.line);
    order.verify(card.line).open(argThat(MONO::matches), eq(6 * 8000 * 2));
    order.verify(card.line).start();
    order.verify(card.line).stop();
    order.verify(card.line).close();
    assertThat(taken.track).contains(new PcmTrack(8000, 1, SampleFormat.S16LE));
    assertThat(taken.details)
        .isEqualTo(
            "plughw:CARD=USB,DEV=0 (Card of USB [plughw:3,0]) by javax.sound,"
                + " 8000 Hz, 1 channel, 16 bits, 0.3 s of buffer");
  }

  @Test
  void whatTheMixerDoesNotTakeIsRefusedForGoodWithWhatItTakes() throws Exception {
    assertThatThrownBy(() -> capture("usb", 2, mixer()).run(taken))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessage(
            "plughw:CARD=USB,DEV=0 does not take 8000 Hz, 2 channels, 16 bits through javax.sound;"
                + " it takes 1 channel; 16 bits; 8000 Hz");
  }

  @Test
  void aBusyLineIsWorthARetry() throws Exception {
    doThrow(new LineUnavailableException("line with format not supported"))
        .when(card.line)
        .open(any(), anyInt());
    assertThatThrownBy(() -> capture("usb", 1, mixer()).run(taken))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("another program may hold it");
  }

  @Test
  void aCardThatCouldNotBeAskedIsNotOpened() {
    assertThatThrownBy(() -> capture("usb", 1, FakeMixer.busy("USB [plughw:3,0]")).run(taken))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("started anew");
  }

  @Test
  void theProviderOpensWhatMayBeOpenedWithAnyLibraryToo() {
    JavaSoundSource source = new JavaSoundSource();
    for (Backend backend : Backend.values()) {
      SoundcardSpec spec =
          new SoundcardSpec("default", backend, 8000, 1, SampleFormat.S16LE, true, Map.of());
      assertThat(source.opens(spec)).isEqualTo(backend != Backend.ALSA);
    }
  }
}
