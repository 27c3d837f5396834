package isr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  private final CaptureDevice usb =
      device("hw:CARD=Device,DEV=0", "USB Audio Device", Kind.HARDWARE, "hw:1,0");
  private final CaptureDevice hat =
      device("hw:CARD=hifiberry,DEV=0", "HiFiBerry ADC", Kind.HARDWARE, "hw:2,0");
  private final CaptureDevice monitor =
      device("pulse_monitor", "Monitor of built-in audio", Kind.MONITOR, "pulse_monitor");
  private final List<CaptureDevice> all = List.of(usb, hat, monitor);

  private static CaptureDevice device(String name, String text, Kind kind, String alias) {
    return new CaptureDevice(
        name, text, "alsa", kind, List.of(alias), State.FREE, Optional.empty(), Optional.empty());
  }

  @Test
  void findsByNameAliasAndPartInAnyCase() throws CaptureException {
    assertThat(DeviceChoice.find("hw:CARD=Device,DEV=0", all)).contains(usb);
    assertThat(DeviceChoice.find("hw:2,0", all)).contains(hat);
    assertThat(DeviceChoice.find("hifi", all)).contains(hat);
    assertThat(DeviceChoice.find("usb audio", all)).contains(usb);
    assertThat(DeviceChoice.find("nothing", all)).isEmpty();
  }

  @Test
  void monitorIsTheFirstMonitor() throws CaptureException {
    assertThat(DeviceChoice.find("monitor", all)).contains(monitor);
    assertThat(DeviceChoice.find("monitor", List.of(usb))).isEmpty();
  }

  @Test
  void listsWhatMatchesWhenThatIsMoreThanOne() {
    assertThatThrownBy(() -> DeviceChoice.find("dev=0", all))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            "device \"dev=0\" is ambiguous, write one of these: "
                + "hw:CARD=Device,DEV=0 (USB Audio Device), "
                + "hw:CARD=hifiberry,DEV=0 (HiFiBerry ADC)");
  }
}
