package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.testing.RequiresTools;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A scripted card through the real libasound. */
@RequiresTools("gcc")
class AlsaCaptureIT {
  private static final int RATE = 44_100;

  @BeforeAll
  static void build() {
    ScriptedCard.build();
  }

  @Test
  void readsEverySampleOnce() throws Exception {
    Take take = new Take();
    try (Recording recording = Recording.of(spec(ScriptedCard.named("")), take)) {
      recording.runFor(Duration.ofSeconds(3));
    }
    CounterSignal signal = new CounterSignal(take.bytes());
    System.out.println(take.connected + " " + signal.samples() + " " + signal.jumps());
    assertThat(signal.jumps()).isEmpty();
    assertThat(take.gaps).isEmpty();
    assertThat(signal.samples()).isGreaterThan(RATE * 5 / 2);
  }

  private static SoundcardSpec spec(String device) {
    return new SoundcardSpec(device, Backend.ALSA, RATE, 2, SampleFormat.S16LE, true, Map.of());
  }
}
