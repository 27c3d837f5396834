package isr.analysis;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The files of bbc/audiowaveform, version 2, of 8 bits, which is what peaks.js reads
 * (audiowaveform's doc/DataFormat.md).
 *
 * <pre>
 *  0  int32   version: 2            12  int32   samples per pixel
 *  4  uint32  flags, bit 0: 8 bits  16  uint32  length in pixels
 *  8  int32   sample rate           20  int32   channels
 * 24  for each pixel, of each channel: the lowest and the highest sample, int8
 * </pre>
 *
 * <p>All is little-endian. Pixels are exact where samples per pixel are a multiple of 256; else one
 * may show up to 255 samples of the next.
 */
public final class Audiowaveform {
  /** A pixel shows no fewer. */
  public static final int MIN_SAMPLES_PER_PIXEL = Levels.BASE_SAMPLES;

  /** Of audiowaveform itself. */
  public static final int DEFAULT_SAMPLES_PER_PIXEL = 256;

  private static final int VERSION = 2;
  private static final int EIGHT_BITS = 1;
  private static final int HEADER_BYTES = 24;

  private final PointReader points;
  private final int sampleRateHz;
  private final int channels;
  private final long samples;
  private final int samplesPerPixel;

  Audiowaveform(
      PointReader points, int sampleRateHz, int channels, long samples, int samplesPerPixel) {
    if (samplesPerPixel < MIN_SAMPLES_PER_PIXEL) {
      throw new IllegalArgumentException("samplesPerPixel " + samplesPerPixel);
    }
    this.points = points;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.samples = samples;
    this.samplesPerPixel = samplesPerPixel;
  }

  private long length() {
    return (samples + samplesPerPixel - 1) / samplesPerPixel;
  }

  /** Takes the values of one pixel. */
  private interface Pixels {
    void accept(byte[] lowAndHigh) throws IOException;
  }

  private void forEach(Pixels pixels) throws IOException {
    short[] values = new short[2 * channels];
    byte[] bytes = new byte[2 * channels];
    for (long pixel = 0; pixel < length(); pixel++) {
      long from = pixel * samplesPerPixel;
      points.outline(from, from + samplesPerPixel, values, 0);
      for (int i = 0; i < values.length; i++) {
        bytes[i] = (byte) (values[i] >> 8);
      }
      pixels.accept(bytes);
    }
  }

  void writeDat(OutputStream to) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(VERSION).putInt(EIGHT_BITS).putInt(sampleRateHz).putInt(samplesPerPixel);
    header.putInt((int) length()).putInt(channels);
    out.write(header.array());
    forEach(out::write);
    out.flush();
  }

  void writeJson(OutputStream to) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(to, 1 << 16);
    String head =
        "{\"version\":2,\"channels\":%d,\"sample_rate\":%d,\"samples_per_pixel\":%d,"
            + "\"bits\":8,\"length\":%d,\"data\":[";
    write(out, head.formatted(channels, sampleRateHz, samplesPerPixel, length()));
    StringBuilder pixel = new StringBuilder();
    String[] comma = {""};
    forEach(
        values -> {
          pixel.setLength(0);
          for (byte value : values) {
            pixel.append(comma[0]).append(value);
            comma[0] = ",";
          }
          write(out, pixel.toString());
        });
    write(out, "]}");
    out.flush();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
