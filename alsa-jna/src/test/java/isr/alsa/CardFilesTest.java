package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardFilesTest {
  private static final CardFiles.Node NODE = new CardFiles.Node(1, 0);

  @TempDir Path root;

  private CardFiles files() {
    return new CardFiles(root, "pi");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** A card in the third port of a hub, as Linux 6.1 shows it. */
  private void usbCard(String serial) throws IOException {
    String device = "sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/1-1.3";
    write(device + "/idVendor", "0d8c\n");
    write(device + "/idProduct", "0014\n");
    write(device + "/devpath", "1.3\n");
    if (!serial.isEmpty()) {
      write(device + "/serial", serial + "\n");
    }
    Path sound = root.resolve(device + "/1-1.3:1.0/sound/card1");
    Files.createDirectories(sound);
    Files.writeString(sound.resolve("id"), "Device\n");
    Files.createSymbolicLink(sound.resolve("device"), Path.of("../.."));
    Path type = Files.createDirectories(root.resolve("sys/class/sound"));
    Files.createSymbolicLink(type.resolve("card1"), sound);
    Files.createDirectories(type.resolve("pcmC1D0c"));
    Files.createDirectories(type.resolve("pcmC1D0p"));
  }

  @Test
  void aUsbCardIsNamedByItsPlaceAndItsMake() throws IOException {
    usbCard("ABC123");
    assertThat(files().usbNames(1)).containsExactly("usb-0000:00:14.0-1.3", "0d8c:0014:ABC123");
    assertThat(files().id(1)).contains("Device");
    assertThat(files().nodes()).containsExactly(NODE);
  }

  @Test
  void aCardWithoutASerialNumberIsNamedByItsMake() throws IOException {
    usbCard("");
    assertThat(files().usbNames(1)).containsExactly("usb-0000:00:14.0-1.3", "0d8c:0014");
  }

  @Test
  void whereNothingIsToBeSeenThereAreNoNames() {
    assertThat(files().usbNames(1)).isEmpty();
    assertThat(files().nodes()).isEmpty();
    assertThat(files().holder(NODE)).isEmpty();
    assertThat(files().id(1)).isEmpty();
  }

  @Test
  void namesTheProgramThatHasACardOpen() throws IOException {
    write("proc/asound/card1/pcm0c/sub0/status", "closed\n");
    write(
        "proc/asound/card1/pcm0c/sub1/status",
        "state: RUNNING\nowner_pid   : 321\ntrigger_time: 1.0\n");
    assertThat(files().holder(NODE)).contains("pid 321");
    write("proc/321/comm", "arecord\n");
    assertThat(files().holder(NODE)).contains("arecord (pid 321)");
  }

  @Test
  void aDeviceFileThatIsMissingIsAnObstacle() throws IOException {
    write("dev/snd/controlC1", "");
    assertThat(files().obstacle(NODE).orElseThrow()).contains("pcmC1D0c is not there");
    write("dev/snd/pcmC1D0c", "");
    assertThat(files().obstacle(NODE)).isEmpty();
  }
}
