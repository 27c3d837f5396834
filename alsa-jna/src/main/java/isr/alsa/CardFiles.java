package isr.alsa;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /sys}, {@code /proc} and {@code /dev} tell of cards, where they are to be seen. */
final class CardFiles {
  private static final Pattern CAPTURE_PCM = Pattern.compile("pcmC(\\d+)D(\\d+)c");
  private static final Pattern OWNER = Pattern.compile("(?m)^owner_pid\\s*:\\s*(\\d+)$");
  private static final Pattern ROOT_HUB = Pattern.compile("usb\\d+");

  private final Path root;
  private final String user;

  /** Below that directory, {@code /}; for messages to that user. */
  CardFiles(Path root, String user) {
    this.root = root;
    this.user = user;
  }

  /** Those of this machine. */
  static CardFiles system() {
    return new CardFiles(Path.of("/"), System.getProperty("user.name", "USER"));
  }

  /** A capture PCM that the kernel has. */
  record Node(int card, int device) {
    String fileName() {
      return "pcmC" + card + "D" + device + "c";
    }
  }

  /** The kernel's capture PCMs, whether they may be opened or not. */
  List<Node> nodes() {
    List<Node> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve("sys/class/sound"))) {
      for (Path file : files) {
        Matcher matcher = CAPTURE_PCM.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches()) {
          found.add(
              new Node(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
        }
      }
    } catch (IOException e) {
      return List.of(); // hidden, as in some containers
    }
    return found;
  }

  /** The id of a card. */
  Optional<String> id(int card) {
    return text(root.resolve("sys/class/sound/card" + card + "/id"));
  }

  /**
   * Names that a USB card keeps whatever its index is: {@code usb-CONTROLLER-PORTS}, as in the long
   * name of the card, and {@code VENDOR:PRODUCT:SERIAL}.
   */
  List<String> usbNames(int card) {
    try {
      Path device = root.resolve("sys/class/sound/card" + card + "/device").toRealPath();
      while (device != null && !Files.exists(device.resolve("idVendor"))) {
        device = device.getParent();
      }
      return device == null ? List.of() : usbNames(device);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> usbNames(Path device) {
    List<String> names = new ArrayList<>();
    controller(device)
        .flatMap(
            controller ->
                text(device.resolve("devpath")).map(ports -> "usb-" + controller + "-" + ports))
        .ifPresent(names::add);
    String model =
        text(device.resolve("idVendor")).orElse("")
            + ":"
            + text(device.resolve("idProduct")).orElse("");
    names.add(model + text(device.resolve("serial")).map(serial -> ":" + serial).orElse(""));
    return names;
  }

  private static Optional<String> controller(Path device) {
    for (Path at = device; at != null && at.getFileName() != null; at = at.getParent()) {
      Path parent = at.getParent();
      if (ROOT_HUB.matcher(at.getFileName().toString()).matches() && parent != null) {
        return Optional.ofNullable(parent.getFileName()).map(Path::toString);
      }
    }
    return Optional.empty();
  }

  /** Who has it open, such as {@code arecord (pid 321)}, where that is to be seen. */
  Optional<String> holder(Node node) {
    Path pcm = root.resolve("proc/asound/card" + node.card() + "/pcm" + node.device() + "c");
    try (DirectoryStream<Path> streams = Files.newDirectoryStream(pcm, "sub*")) {
      for (Path stream : streams) {
        Matcher owner = OWNER.matcher(text(stream.resolve("status")).orElse(""));
        if (owner.find()) {
          return Optional.of(process(owner.group(1)));
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // hidden, as in some containers
    }
    return Optional.empty();
  }

  private String process(String pid) {
    return text(root.resolve("proc/" + pid + "/comm"))
        .map(program -> program + " (pid " + pid + ")")
        .orElse("pid " + pid);
  }

  /** Why a PCM that the kernel has can not be opened, and what to do; empty if nothing is seen. */
  Optional<String> obstacle(Node node) {
    Path directory = root.resolve("dev/snd");
    for (String name : List.of("controlC" + node.card(), node.fileName())) {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        return Optional.of(file + " is not there; a container needs --device /dev/snd");
      }
      if (!Files.isReadable(file) || !Files.isWritable(file)) {
        return Optional.of(noPermission(file.toString(), user));
      }
    }
    return Optional.empty();
  }

  /** Which file may not be opened, and what to do. */
  static String noPermission(String file, String user) {
    return "no permission for %s; sudo usermod -aG audio %s, and log in again"
        .formatted(file, user);
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
