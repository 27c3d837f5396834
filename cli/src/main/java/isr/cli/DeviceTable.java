package isr.cli;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Devices as a table for people: for each backend a heading, then a line for each device, and below
 * it what there is to say about its state.
 */
final class DeviceTable {
  private static final List<String> HEADINGS =
      List.of("DEVICE", "STATE", "KIND", "CHANNELS", "BITS", "RATES (Hz)", "DESCRIPTION");

  /** A list of more rates is told by its ends. */
  private static final int MOST_RATES = 4;

  private static final String UNKNOWN = "?";

  private DeviceTable() {}

  /** Prints nothing when there are none. */
  static void print(List<CaptureDevice> devices, PrintWriter out) {
    if (devices.isEmpty()) {
      return;
    }
    List<Integer> widths = widths(devices);
    Map<String, List<CaptureDevice>> byBackend =
        devices.stream()
            .collect(
                Collectors.groupingBy(
                    CaptureDevice::backend, LinkedHashMap::new, Collectors.toList()));
    String separator = "";
    for (Map.Entry<String, List<CaptureDevice>> backend : byBackend.entrySet()) {
      out.println(separator + "backend = \"" + backend.getKey() + "\"");
      out.println(line(HEADINGS, widths));
      for (CaptureDevice device : backend.getValue()) {
        out.println(line(cells(device), widths));
        device.detail().ifPresent(detail -> out.println("    " + detail));
      }
      separator = System.lineSeparator();
    }
  }

  private static List<Integer> widths(List<CaptureDevice> devices) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    devices.forEach(device -> rows.add(cells(device)));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADINGS.size(); column++) {
      int of = column;
      widths.add(rows.stream().mapToInt(row -> row.get(of).length()).max().orElse(0));
    }
    return widths;
  }

  private static List<String> cells(CaptureDevice device) {
    return List.of(
        device.name(),
        device.state().name().toLowerCase(Locale.ROOT),
        device.kind().name().toLowerCase(Locale.ROOT),
        device.abilities().map(DeviceTable::channels).orElse(UNKNOWN),
        device.abilities().map(DeviceTable::bits).orElse(UNKNOWN),
        device.abilities().map(takes -> rates(takes.ratesHz())).orElse(UNKNOWN),
        device.description());
  }

  private static String channels(Abilities takes) {
    return takes.minChannels() == takes.maxChannels()
        ? String.valueOf(takes.minChannels())
        : takes.minChannels() + "-" + takes.maxChannels();
  }

  private static String bits(Abilities takes) {
    return words(takes.formats().stream().map(SampleFormat::bits).toList());
  }

  private static String rates(List<Integer> ratesHz) {
    return ratesHz.size() <= MOST_RATES
        ? words(ratesHz)
        : ratesHz.get(0) + " ... " + ratesHz.get(ratesHz.size() - 1);
  }

  private static String words(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append("  ").append(cell).append(" ".repeat(widths.get(column) - cell.length()));
    }
    return line.toString().stripTrailing();
  }
}
