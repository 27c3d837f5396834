package isr.capture;

import isr.capture.CaptureDevice.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the device that a configuration means. */
public final class DeviceChoice {
  private DeviceChoice() {}

  /**
   * The device with that name or alias; else, when the name is {@code monitor}, the first monitor;
   * else the only one whose name, alias or description contains the text, in whatever case.
   *
   * @return empty when there is none
   * @throws CaptureException when several match, with their names
   */
  public static Optional<CaptureDevice> find(String wanted, List<CaptureDevice> devices)
      throws CaptureException {
    Optional<CaptureDevice> exact =
        devices.stream().filter(device -> names(device).anyMatch(wanted::equals)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    if (wanted.equals("monitor")) {
      return devices.stream().filter(device -> device.kind() == Kind.MONITOR).findFirst();
    }
    String part = wanted.toLowerCase(Locale.ROOT);
    List<CaptureDevice> matching =
        devices.stream().filter(device -> contains(device, part)).toList();
    if (matching.size() > 1) {
      String names =
          matching.stream()
              .map(device -> device.name() + " (" + device.description() + ")")
              .collect(Collectors.joining(", "));
      throw new CaptureException(
          "device \"" + wanted + "\" is ambiguous, write one of these: " + names, false);
    }
    return matching.stream().findFirst();
  }

  private static Stream<String> names(CaptureDevice device) {
    return Stream.concat(Stream.of(device.name()), device.aliases().stream());
  }

  private static boolean contains(CaptureDevice device, String part) {
    return Stream.concat(names(device), Stream.of(device.description()))
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
  }
}
