package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Analyses of WAV files whose samples are known. */
class WaveformsTest extends AnalysedWav {
  @Test
  void tellsTheLowestAndHighestSamplesOfEveryPart() throws Exception {
    int samples = 40 * RATE + 77;
    short[][] noise = noise(samples, 1);
    Path file = Files.write(directory.resolve("a.wav"), wav(noise, samples));
    Waveform waveform = make(waveforms("c"), subject(file), 1);
    assertThat(waveform.samples()).isEqualTo(samples);
    Peaks finest = waveform.peaks(0, samples, Waveform.MAX_POINTS);
    assertThat(finest.points()).isEqualTo((samples + 255) / 256);
    Peaks part = waveform.peaks(131_072, 131_072 + 15 * 16_384, 5);
    for (int point = 0; point < 5; point++) {
      int from = 131_072 + point * 3 * 16_384;
      for (int channel = 0; channel < 2; channel++) {
        short[] all = noise[channel];
        assertThat(part.low(channel, point) * 32_768).isEqualTo(low(all, from, from + 3 * 16_384));
        assertThat(part.high(channel, point) * 32_768)
            .isEqualTo(high(all, from, from + 3 * 16_384));
      }
    }
    Peaks one = waveform.peaks(0, samples, 1);
    assertThat(one.low(0, 0) * 32_768).isEqualTo(low(noise[0], 0, samples));
    assertThat(waveform.peaks(samples, samples, 10).points()).isZero();
    Peaks tiny = waveform.peaks(1000, 1001, 10);
    assertThat(tiny.points()).isEqualTo(1);
    assertThat(tiny.high(0, 0) * 32_768).isEqualTo(high(noise[0], 768, 1024));
  }

  private static float low(short[] samples, int from, int to) {
    int low = Short.MAX_VALUE;
    for (int i = from; i < to; i++) {
      low = Math.min(low, samples[i]);
    }
    return low;
  }

  private static float high(short[] samples, int from, int to) {
    int high = Short.MIN_VALUE;
    for (int i = from; i < to; i++) {
      high = Math.max(high, samples[i]);
    }
    return high;
  }

  @Test
  void tellsPeakAndRms() throws Exception {
    int samples = 20 * RATE + 5;
    short[][] noise = noise(samples, 2);
    Path file = Files.write(directory.resolve("a.wav"), wav(noise, samples));
    Waveform waveform = make(waveforms("c"), subject(file), 1);
    double squares = 0;
    int peak = 0;
    for (short[] channel : noise) {
      for (short sample : channel) {
        squares += (double) sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    Loudness loudness = waveform.loudness(0, 10);
    double rms = Math.sqrt(squares / (2.0 * samples)) / 32_768;
    assertThat(loudness.rms()).isCloseTo(rms, org.assertj.core.data.Offset.offset(rms * 1e-5));
    assertThat(loudness.peak()).isEqualTo(peak / 32_768.0);
    assertThat(loudness.sections()).hasSize(1);
    assertThat(loudness.sections().get(0).to()).isEqualTo(waveform.seconds());
    assertThat(waveform.loudness(1, 10).sections()).isEmpty();
  }

  @Test
  void rangesSideBySideGiveTheSame() throws Exception {
    int samples = 620 * RATE + 1234;
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(samples, 3), samples));
    make(waveforms("one"), subject(file), 1);
    List<Double> progress = new ArrayList<>();
    waveforms("four")
        .make(
            subject(file),
            4,
            part -> {
              synchronized (progress) {
                progress.add(part);
              }
            });
    same(kept("four"), kept("one"));
    assertThat(progress).contains(1.0).allMatch(part -> part >= 0 && part <= 1);
  }

  @Test
  void goesOnWhereAFileHasGrown() throws Exception {
    int samples = 150 * RATE + 321;
    short[][] noise = noise(samples, 4);
    Path file = directory.resolve("a.wav");
    Waveforms growing = waveforms("growing");
    for (int part :
        new int[] {1000, 10 * RATE, 10 * RATE + 1, 131_072 + 10, 70 * RATE + 9, samples}) {
      Files.write(file, wav(noise, part)); // in place: the system knows it by the same key
      assertThat(growing.find(file).filter(Waveforms.Found::current)).isEmpty();
      Waveform waveform = make(growing, subject(file), 2);
      assertThat(waveform.samples()).isEqualTo(part);
      assertThat(growing.find(file).orElseThrow().current()).isTrue();
    }
    make(waveforms("whole"), subject(file), 1);
    same(kept("growing"), kept("whole"));
  }

  @Test
  void whatItWasBeforeIsFoundWhileItGrows() throws Exception {
    short[][] noise = noise(60 * RATE, 5);
    Path file = Files.write(directory.resolve("a.wav"), wav(noise, 50 * RATE));
    Waveforms waveforms = waveforms("c");
    assertThat(waveforms.find(file)).isEmpty();
    make(waveforms, subject(file), 1);
    Files.write(file, wav(noise, 60 * RATE));
    Waveforms.Found found = waveforms.find(file).orElseThrow();
    assertThat(found.current()).isFalse();
    assertThat(found.waveform().samples()).isEqualTo(50 * RATE);
  }

  @Test
  void anotherContentIsAnalysedAnew() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(50 * RATE, 6), 50 * RATE));
    Waveforms waveforms = waveforms("c");
    String version = make(waveforms, subject(file), 1).version();
    Files.write(file, wav(noise(60 * RATE, 7), 60 * RATE)); // longer, as if it had grown
    assertThat(waveforms.find(file)).isEmpty();
    Waveform anew = make(waveforms, subject(file), 1);
    assertThat(anew.version()).isNotEqualTo(version);
    make(waveforms("fresh"), subject(file), 1);
    same(kept("c"), kept("fresh")); // nothing is left of the one before
    Files.setLastModifiedTime(file, FileTime.from(now));
    assertThat(waveforms.find(file)).isEmpty(); // as long as before, but written anew
  }

  /** As {@code cp} does it, which writes in place; much of a quiet recording is the same. */
  @Test
  void anotherContentIsSeenAmongSilence() throws Exception {
    short[][] early = new short[1][120 * RATE];
    short[][] late = new short[1][180 * RATE];
    java.util.Arrays.fill(early[0], 10 * RATE, 20 * RATE, (short) 9000);
    java.util.Arrays.fill(late[0], 90 * RATE, 100 * RATE, (short) 9000);
    Path file = Files.write(directory.resolve("a.wav"), wav(early, 120 * RATE));
    Waveforms waveforms = waveforms("c");
    for (int seconds : new int[] {120, 180}) {
      Files.write(file, wav(early, 120 * RATE));
      make(waveforms, subject(file), 1);
      Files.write(file, wav(late, seconds * RATE));
      Files.setLastModifiedTime(file, FileTime.from(now));
      assertThat(waveforms.find(file)).isEmpty();
      Loudness loudness = make(waveforms, subject(file), 1).loudness(0.1, 10);
      assertThat(loudness.sections()).singleElement().matches(loud -> loud.from() == 90);
    }
  }

  @Test
  void isWrittenForAudiowaveform() throws Exception {
    int samples = 10 * RATE;
    short[][] noise = noise(samples, 1);
    Path file = Files.write(directory.resolve("a.wav"), wav(noise, samples));
    Waveform waveform = make(waveforms("c"), subject(file), 1);
    ByteArrayOutputStream dat = new ByteArrayOutputStream();
    waveform.writeDat(dat, 512);
    ByteBuffer in = ByteBuffer.wrap(dat.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int length = (samples + 511) / 512;
    assertThat(in.getInt(0)).isEqualTo(2);
    assertThat(in.getInt(4)).isEqualTo(1);
    assertThat(in.getInt(8)).isEqualTo(RATE);
    assertThat(in.getInt(12)).isEqualTo(512);
    assertThat(in.getInt(16)).isEqualTo(length);
    assertThat(in.getInt(20)).isEqualTo(2);
    assertThat(in.remaining()).isEqualTo(24 + length * 4);
    for (int pixel = 0; pixel < length; pixel++) {
      int to = Math.min(samples, 512 * (pixel + 1));
      int low = (int) low(noise[1], 512 * pixel, to);
      assertThat(in.get(24 + 4 * pixel + 2)).isEqualTo((byte) (low >> 8));
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    waveform.writeJson(json, 512);
    String text = json.toString(java.nio.charset.StandardCharsets.US_ASCII);
    assertThat(text)
        .startsWith("{\"version\":2,\"channels\":2,\"sample_rate\":11025,")
        .endsWith("]}");
    assertThat(text.substring(text.indexOf('[')).split(",")).hasSize(4 * length);
  }
}
