package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  private static final List<CaptureDevice> CARDS =
      List.of(
          device("hw:CARD=Device,DEV=0", "USB Audio", Kind.HARDWARE, "hw:1,0", "0d8c:0014"),
          device("hw:CARD=PCH,DEV=0", "HDA Intel, ALC", Kind.HARDWARE, "hw:0,0"),
          device("hw:CARD=Loopback,DEV=1", "Loopback", Kind.MONITOR, "hw:2,1"));
  private static final List<CaptureDevice> OTHERS =
      List.of(
          device("dsnoop:CARD=Device,DEV=0", "USB Audio, Direct sample snooping", Kind.VIRTUAL),
          device("pulse:DEVICE=@DEFAULT_MONITOR@", "What is played", Kind.MONITOR),
          device("shared_mic", "For two programs", Kind.VIRTUAL));
  private static final Set<String> PCMS =
      Set.of("hw", "plughw", "pulse", "dsnoop", "mic", "shared_mic");

  private static CaptureDevice device(
      String name, String description, Kind kind, String... aliases) {
    return new CaptureDevice(
        name,
        description,
        "alsa",
        kind,
        List.of(aliases),
        State.FREE,
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Target> find(String wanted) throws CaptureException {
    return Target.find(wanted, PCMS::contains, CARDS, OTHERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default",
        "hw:1,0",
        "hw:CARD=Device,DEV=0",
        "plughw:1,0",
        "mic:PPM=200",
        "shared_mic",
        "pulse",
        "{ type hw card 1 }"
      })
  void aPcmOfTheConfigurationIsTakenAsWritten(String wanted) throws CaptureException {
    assertThat(find(wanted)).contains(new Target(wanted, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usb|hw:CARD=Device,DEV=0",
        "0d8c:0014|hw:CARD=Device,DEV=0",
        "intel|hw:CARD=PCH,DEV=0",
        "monitor|hw:CARD=Loopback,DEV=1",
        "two programs|shared_mic",
        "snooping|dsnoop:CARD=Device,DEV=0"
      })
  void partOfANameIsACardFirst(String wanted, String pcm) throws CaptureException {
    assertThat(find(wanted)).contains(new Target(pcm, false));
  }

  @Test
  void withoutALoopbackTheServersMonitorIsTheMonitor() throws CaptureException {
    assertThat(Target.find("monitor", PCMS::contains, CARDS.subList(0, 2), OTHERS))
        .contains(new Target("pulse:DEVICE=@DEFAULT_MONITOR@", false));
  }

  @Test
  void whatNothingMatchesIsAbsent() throws CaptureException {
    assertThat(find("Scarlett")).isEmpty();
  }

  @Test
  void whatMatchesSeveralCardsIsAnError() {
    assertThatThrownBy(() -> find("card="))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("ambiguous")
        .hasMessageContaining("hw:CARD=PCH,DEV=0");
  }
}
