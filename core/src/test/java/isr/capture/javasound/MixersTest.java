package isr.capture.javasound;

import static isr.capture.javasound.FakeMixer.busy;
import static isr.capture.javasound.FakeMixer.format;
import static isr.capture.javasound.FakeMixer.playing;
import static isr.capture.javasound.FakeMixer.port;
import static isr.capture.javasound.FakeMixer.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.Mixer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixersTest {
  private static final AudioFormat CD = format(16, 2, 44_100);

  private static Mixers mixers(Mixer... mixers) {
    return new Mixers(() -> List.of(mixers));
  }

  private static CaptureDevice only(Mixer mixer) {
    List<CaptureDevice> devices = mixers(mixer).devices();
    assertThat(devices).hasSize(1);
    return devices.get(0);
  }

  @Test
  void namesCardsByTheirIdentityAndNotByTheirIndex() {
    CaptureDevice device = only(recording("USB [plughw:3,0]", CD));
    assertThat(device.name()).isEqualTo("plughw:CARD=USB,DEV=0");
    assertThat(device.description()).isEqualTo("Card of USB [plughw:3,0]");
    assertThat(device.backend()).isEqualTo("javasound");
    assertThat(device.kind()).isEqualTo(Kind.HARDWARE);
    assertThat(device.state()).isEqualTo(State.FREE);
    assertThat(device.aliases())
        .contains("plughw:USB,0", "plughw:3,0", "hw:CARD=USB,DEV=0", "hw:USB", "hw:3,0")
        .contains("USB [plughw:3,0]")
        .doesNotContain(device.name());
  }

  @Test
  void anotherDeviceOfACardIsNotMeantByTheCardAlone() {
    assertThat(only(recording("USB [plughw:3,2]", CD)).aliases())
        .contains("hw:3,2")
        .doesNotContain("hw:USB", "hw:3");
  }

  @Test
  void theDefaultIsCalledSo() {
    CaptureDevice device = only(recording("default [default]", CD));
    assertThat(device.name()).isEqualTo("default");
    assertThat(device.kind()).isEqualTo(Kind.VIRTUAL);
  }

  @Test
  void aLoopbackIsAMonitor() {
    assertThat(only(recording("Loopback [plughw:1,1]", CD)).kind()).isEqualTo(Kind.MONITOR);
  }

  @Test
  void namesOfOtherSystemsStayAsTheyAre() {
    CaptureDevice device = only(recording("Built-in Microphone", CD));
    assertThat(device.name()).isEqualTo("Built-in Microphone");
    assertThat(device.aliases()).isEmpty();
  }

  @Test
  void leavesOutWhatDoesNotRecord() {
    assertThat(mixers(port("Port PCH [hw:0]"), playing("HDMI [plughw:0,3]")).devices()).isEmpty();
  }

  @Test
  void aCardThatCouldNotBeAskedIsListedAsUnavailable() {
    CaptureDevice device = only(busy("USB [plughw:3,0]"));
    assertThat(device.state()).isEqualTo(State.UNAVAILABLE);
    assertThat(device.detail()).isPresent();
    assertThat(device.abilities()).isEmpty();
  }

  @Test
  void tellsWhatAMixerTakes() {
    AudioFormat bigEndian =
        new AudioFormat(AudioFormat.Encoding.PCM_SIGNED, 8000, 32, 8, 32, 8000, true);
    AudioFormat floating =
        new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, 8000, 32, 8, 32, 8000, false);
    AudioFormat loose =
        new AudioFormat(AudioFormat.Encoding.PCM_SIGNED, 8000, 24, 2, 8, 8000, false);
    Mixer mixer =
        recording(
            "USB [plughw:3,0]",
            format(16, 1, 48_000),
            format(24, 4, 44_100),
            format(8, 6, 8000),
            bigEndian,
            floating,
            loose);
    assertThat(only(mixer).abilities())
        .contains(
            new Abilities(
                1, 4, List.of(44_100, 48_000), List.of(SampleFormat.S16LE, SampleFormat.S24LE)));
  }

  @Test
  void whatIsNotSpecifiedIsAnything() {
    Abilities abilities =
        only(recording("default [default]", format(32, -1, -1))).abilities().orElseThrow();
    assertThat(abilities.minChannels()).isEqualTo(1);
    assertThat(abilities.maxChannels()).isEqualTo(64);
    assertThat(abilities.ratesHz()).startsWith(8000).endsWith(384_000).hasSize(13);
    assertThat(LineFormats.describe(abilities)).startsWith("1 to 64 channels; 32 bits; 8000, ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plughw:CARD=USB,DEV=0", "hw:3,0", "hw:USB", "usb", "of USB"})
  void findsACardByNameAliasOrPart(String wanted) throws CaptureException {
    Mixer usb = recording("USB [plughw:3,0]", CD);
    assertThat(mixers(recording("default [default]", CD), usb).find(wanted).mixer()).isSameAs(usb);
  }

  @Test
  void theFirstIsTheDefaultWhereNoneIsCalledSo() throws CaptureException {
    Mixer first = recording("Built-in Microphone", CD);
    assertThat(mixers(first, recording("USB", CD)).find("default").mixer()).isSameAs(first);
  }

  @Test
  void anAbsentCardIsWorthARetryAndTheOthersAreTold() {
    assertThatThrownBy(() -> mixers(recording("default [default]", CD)).find("USB"))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessage("device \"USB\" is not there; there are: default");
    assertThatThrownBy(() -> mixers().find("default"))
        .isInstanceOfSatisfying(CaptureException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("group audio");
  }
}
