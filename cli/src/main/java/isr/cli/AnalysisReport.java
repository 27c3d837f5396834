package isr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import isr.analysis.LoudSection;
import isr.analysis.Loudness;
import isr.analysis.Waveform;
import isr.cutting.CutTime;
import isr.media.ShownText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code isr analyze} prints of a file.
 *
 * @param format by its name
 * @param threshold of the loud sections
 */
record AnalysisReport(
    Path path, String format, double threshold, Waveform waveform, Loudness loudness) {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** A line, and one for each section. */
  void print(PrintWriter out) {
    out.println(
        ShownText.clean(
            String.format(
                Locale.ROOT,
                "%s: %s %d Hz %d ch, %s, peak %s, RMS %s, %s%s",
                path,
                format,
                waveform.sampleRateHz(),
                waveform.channels(),
                CutTime.text(waveform.seconds()),
                dbfs(loudness.peak()),
                dbfs(loudness.rms()),
                sections(),
                damage())));
    for (LoudSection section : loudness.sections()) {
      out.printf(
          Locale.ROOT,
          "  %s to %s, RMS %s, peak %s%n",
          CutTime.text(section.from()),
          CutTime.text(section.to()),
          dbfs(section.rms()),
          dbfs(section.peak()));
    }
    long more = loudness.sectionCount() - loudness.sections().size();
    if (more > 0) {
      out.printf("  and %d that are less loud%n", more);
    }
  }

  private String sections() {
    long count = loudness.sectionCount();
    return (count == 0 ? "no" : count)
        + (count == 1 ? " loud section" : " loud sections")
        + " (above "
        + threshold
        + ")";
  }

  private String damage() {
    long damaged = waveform.damagedPackets();
    return damaged == 0 ? "" : ", " + damaged + " damaged packets are silence";
  }

  private static String dbfs(double linear) {
    return linear == 0
        ? "silence"
        : String.format(Locale.ROOT, "%.1f dBFS", Loudness.decibels(linear));
  }

  /** Writes an array, and a newline; what is silent has null for decibels. */
  static void writeJson(List<AnalysisReport> reports, Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartArray();
      for (AnalysisReport report : reports) {
        report.write(json);
      }
      json.writeEndArray();
      json.writeRaw('\n');
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", path.toString());
    json.writeStringField("format", format);
    json.writeNumberField("sampleRateHz", waveform.sampleRateHz());
    json.writeNumberField("channels", waveform.channels());
    json.writeNumberField("samples", waveform.samples());
    json.writeNumberField("seconds", waveform.seconds());
    json.writeNumberField("damagedPackets", waveform.damagedPackets());
    write(json, "peakDbfs", loudness.peak());
    write(json, "rmsDbfs", loudness.rms());
    json.writeNumberField("threshold", threshold);
    json.writeNumberField("loudTotal", loudness.sectionCount());
    json.writeArrayFieldStart("loud");
    for (LoudSection section : loudness.sections()) {
      json.writeStartObject();
      json.writeNumberField("from", section.from());
      json.writeNumberField("to", section.to());
      write(json, "rmsDbfs", section.rms());
      write(json, "peakDbfs", section.peak());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, double linear) throws IOException {
    json.writeFieldName(name);
    if (linear == 0) {
      json.writeNull();
    } else {
      json.writeNumber(Math.round(100 * Loudness.decibels(linear)) / 100.0);
    }
  }
}
