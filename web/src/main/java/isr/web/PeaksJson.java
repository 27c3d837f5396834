package isr.web;

import isr.analysis.Peaks;
import java.nio.charset.StandardCharsets;

/** Points of a waveform as JSON, with four decimals, which are many numbers. */
final class PeaksJson {
  private static final int SCALE = 10_000;

  private final Peaks peaks;
  private final StringBuilder text = new StringBuilder();

  private PeaksJson(Peaks peaks) {
    this.peaks = peaks;
  }

  static byte[] of(Peaks peaks, int sampleRateHz) {
    PeaksJson json = new PeaksJson(peaks);
    json.write(sampleRateHz);
    return json.text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void write(double rate) {
    text.append("{\"from\":").append(peaks.from() / rate);
    text.append(",\"to\":").append(peaks.to() / rate);
    text.append(",\"points\":").append(peaks.points());
    text.append(",\"channels\":[");
    for (int channel = 0; channel < peaks.channels(); channel++) {
      text.append(channel == 0 ? "{\"min\":[" : ",{\"min\":[");
      for (int point = 0; point < peaks.points(); point++) {
        number(point, peaks.low(channel, point));
      }
      text.append("],\"max\":[");
      for (int point = 0; point < peaks.points(); point++) {
        number(point, peaks.high(channel, point));
      }
      text.append("]}");
    }
    text.append("]}");
  }

  private void number(int point, float value) {
    int scaled = Math.round(value * SCALE);
    int size = Math.abs(scaled);
    text.append(point == 0 ? "" : ",").append(scaled < 0 ? "-" : "").append(size / SCALE);
    if (size % SCALE != 0) {
      text.append('.');
      for (int rest = size % SCALE, unit = SCALE / 10; rest > 0; rest %= unit, unit /= 10) {
        text.append(rest / unit);
      }
    }
  }
}
