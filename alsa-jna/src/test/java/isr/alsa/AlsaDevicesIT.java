package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import isr.capture.SoundcardSpec;
import isr.capture.SoundcardSpec.Backend;
import isr.testing.RequiresTools;
import isr.testing.ScriptedCard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What there is to record from, by the real libasound, and what is said when it can not be. */
@RequiresTools("gcc")
class AlsaDevicesIT {
  @BeforeAll
  static void build() {
    ScriptedCard.compiled();
  }

  private static Map<String, CaptureDevice> list() throws CaptureException {
    DeviceLister lister =
        ServiceLoader.load(DeviceLister.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.backend().equals("alsa"))
            .findFirst()
            .orElseThrow();
    return lister.list().stream()
        .collect(Collectors.toMap(CaptureDevice::name, device -> device, (a, b) -> a));
  }

  @Test
  void listsThePcmsOfTheConfigurationWithWhatTheyReallyTake() throws CaptureException {
    CaptureDevice mic = list().get("mic");
    assertThat(mic.description()).isEqualTo("Scripted card");
    assertThat(mic.kind()).isEqualTo(Kind.VIRTUAL);
    assertThat(mic.state()).isEqualTo(State.FREE);
    assertThat(mic.abilities())
        .contains(
            new Abilities(
                2,
                2,
                List.of(44_100),
                List.of(SampleFormat.S16LE, SampleFormat.S24LE, SampleFormat.S32LE)));
    assertThat(list()).containsKey("default").doesNotContainKeys("hw", "null");
  }

  @Test
  void aServerThatDoesNotRunIsListedWithTheReason() throws CaptureException {
    Map<String, CaptureDevice> devices = list();
    CaptureDevice pulse = devices.get("pulse");
    assertThat(pulse.state()).isEqualTo(State.UNAVAILABLE);
    assertThat(pulse.detail()).isPresent();
    assertThat(devices.get("pulse:DEVICE=@DEFAULT_MONITOR@").kind()).isEqualTo(Kind.MONITOR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Scarlett 2i2|44100|2|16|no such device: Scarlett 2i2; there are mic, default",
        "hw:7,0|44100|2|16|no such device: hw:7,0 (",
        "mic:RATE=48000|44100|2|16|can not record 44100 Hz, 2 channels, 16 bits; it can: 2 channels;"
            + " 48000 Hz; 16, 24, 32 bits",
        "mic|44100|1|16|can not record 44100 Hz, 1 channel, 16 bits",
        "mic:FORMAT=S16_LE|44100|2|24|it can: 2 channels; 44100 Hz; 16 bits",
        "mic:FORMAT=S32_LE|44100|2|24|it can: 2 channels; 44100 Hz; 32 bits",
        "mic:NOSE=1|44100|2|16|no such device: mic:NOSE=1 (Unknown parameter NOSE)",
        "i|44100|2|16|ambiguous"
      })
  void saysWhatIsWrong(String device, int rate, int channels, int bits, String words)
      throws Exception {
    Recording recording = Recording.of(spec(device, rate, channels, bits), new Take());
    assertThat(recording.failure(Duration.ofSeconds(10)))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aPlugThatTheUserNamesConverts() throws Exception {
    Take take = new Take();
    Recording.of(spec("default", 48_000, 1, 16), take).runFor(Duration.ofMillis(500));
    assertThat(take.samplesRead()).isGreaterThan(12_000);
    assertThat(take.track.sampleRateHz()).isEqualTo(48_000);
  }

  @Test
  void aPlugThatIsFoundByPartOfItsDescriptionDoesNot() throws Exception {
    Take take = new Take();
    Recording.of(spec("default of the", 44_100, 2, 16), take).runFor(Duration.ofMillis(500));
    assertThat(take.connected.get(0)).startsWith("default, ");
    assertThat(
            Recording.of(spec("default of the", 48_000, 2, 16), new Take())
                .failure(Duration.ofSeconds(10)))
        .hasMessageContaining("default can not record 48000 Hz");
  }

  private static SoundcardSpec spec(String device, int rate, int channels, int bits) {
    return new SoundcardSpec(
        device, Backend.ALSA, rate, channels, SampleFormat.ofBits(bits), true, Map.of());
  }
}
