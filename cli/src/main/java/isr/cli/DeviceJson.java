package isr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import isr.audio.SampleFormat;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** Devices as a JSON array (RFC 8259); docs/soundcards.md tells what its fields mean. */
final class DeviceJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private DeviceJson() {}

  /** Writes the array, and a newline. */
  static void write(List<CaptureDevice> devices, Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartArray();
      for (CaptureDevice device : devices) {
        write(device, json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private static void write(CaptureDevice device, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", device.name());
    json.writeStringField("description", device.description());
    json.writeStringField("backend", device.backend());
    json.writeStringField("kind", word(device.kind()));
    json.writeStringField("state", word(device.state()));
    json.writeStringField("detail", device.detail().orElse(null));
    json.writeArrayFieldStart("aliases");
    for (String alias : device.aliases()) {
      json.writeString(alias);
    }
    json.writeEndArray();
    json.writeFieldName("takes");
    if (device.abilities().isPresent()) {
      write(device.abilities().get(), json);
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  private static void write(Abilities takes, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("minChannels", takes.minChannels());
    json.writeNumberField("maxChannels", takes.maxChannels());
    json.writeFieldName("sampleRatesHz");
    write(takes.ratesHz(), json);
    json.writeFieldName("bits");
    write(takes.formats().stream().map(SampleFormat::bits).toList(), json);
    json.writeEndObject();
  }

  private static void write(List<Integer> numbers, JsonGenerator json) throws IOException {
    int[] array = numbers.stream().mapToInt(Integer::intValue).toArray();
    json.writeArray(array, 0, array.length);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
