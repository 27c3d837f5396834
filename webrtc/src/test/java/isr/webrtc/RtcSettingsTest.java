package isr.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static RtcSettings settings(int port, List<String> stun, int sessions, Duration idle) {
    return new RtcSettings(port, List.of(), Optional.empty(), stun, sessions, idle, SECOND);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThat(settings(65_535, List.of(), 1000, SECOND).udpPort()).isEqualTo(65_535);
    assertThatThrownBy(() -> settings(65_536, List.of(), 1, SECOND)).hasMessageContaining("port");
    assertThatThrownBy(() -> settings(-1, List.of(), 1, SECOND)).hasMessageContaining("port");
    assertThatThrownBy(() -> settings(0, List.of(), 0, SECOND)).hasMessageContaining("sessions");
    assertThatThrownBy(() -> settings(0, List.of(), 1001, SECOND)).hasMessageContaining("sessions");
    assertThatThrownBy(() -> settings(0, List.of(), 1, Duration.ZERO)).hasMessageContaining("idle");
    assertThatThrownBy(() -> settings(0, List.of("http://x"), 1, SECOND))
        .hasMessageContaining("STUN");
  }

  @ParameterizedTest
  @CsvSource({
    "stun.example.com, stun.example.com, 3478",
    "stun.example.com:19302, stun.example.com, 19302",
    "stun:10.0.0.1:5000, 10.0.0.1, 5000",
    "[2001:db8::1]:5000, [2001:db8::1], 5000",
  })
  void readsStunServers(String text, String host, int port) {
    assertThat(HostAndPort.read(text)).isEqualTo(new HostAndPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "x:", "x:0", "x:65536", "x:y", "a b:1", "x:123456"})
  void refusesWhatIsNoServer(String text) {
    assertThatThrownBy(() -> HostAndPort.read(text)).hasMessageContaining("host:port");
  }

  @Test
  void asksTheEncoderForWhatIsWanted() {
    assertThat(RtcParameters.defaults().format())
        .containsEntry("usedtx", "0")
        .containsEntry("stereo", "0")
        .doesNotContainKeys("maxaveragebitrate", "maxplaybackrate");
    assertThat(new RtcParameters(true, OptionalInt.of(96_000), OptionalInt.of(16_000)).format())
        .containsEntry("stereo", "1")
        .containsEntry("maxaveragebitrate", "96000")
        .containsEntry("maxplaybackrate", "16000");
  }

  @Test
  void refusesParametersOutOfRange() {
    OptionalInt none = OptionalInt.empty();
    assertThatThrownBy(() -> new RtcParameters(true, OptionalInt.of(5_999), none))
        .hasMessageContaining("bit rate 5999");
    assertThatThrownBy(() -> new RtcParameters(true, none, OptionalInt.of(48_001)))
        .hasMessageContaining("playback rate 48001");
  }
}
