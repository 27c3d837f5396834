package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import isr.audio.SampleFormat;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.format.wav.WavFormat;
import isr.media.Demuxer;
import isr.media.MalformedMediaException;
import isr.media.MediaFormat;
import isr.media.MediaLimitException;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Analyses of WAV files whose samples are known. */
class WaveformsTest {
  private static final int RATE = 11_025; // 100 ms are no whole number of samples
  private static final SegmentInfo INFO =
      new SegmentInfo("x", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC));

  @TempDir Path directory;
  private Instant now = Instant.parse("2026-11-27T10:00:00Z");

  private Waveforms waveforms(String name, long maxBytes) {
    InstantSource clock = () -> now;
    return new Waveforms(
        directory.resolve(name), maxBytes, new AudioReaders(Ffmpeg.on(null)), clock);
  }

  private Waveforms waveforms(String name) {
    return waveforms(name, Waveforms.DEFAULT_MAX_BYTES);
  }

  /** Noise of a loudness that changes each second; two channels, one after the other. */
  private static short[][] noise(int samples, long seed) {
    Random random = new Random(seed);
    short[][] noise = new short[2][samples];
    for (int i = 0; i < samples; i++) {
      int loudness = 1 + (i / RATE * 7919 + (int) seed) % 30_000;
      noise[0][i] = (short) (random.nextInt(2 * loudness) - loudness);
      noise[1][i] = (short) (noise[0][i] / 2);
    }
    return noise;
  }

  private static byte[] wav(short[][] channels, int samples) throws IOException {
    MemoryOutput output = new MemoryOutput();
    Muxer muxer =
        new WavFormat()
            .muxer(new PcmTrack(RATE, channels.length, SampleFormat.S16LE), output, INFO);
    muxer.start(List.of());
    ByteBuffer pcm =
        ByteBuffer.allocate(2 * channels.length * samples).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      for (short[] channel : channels) {
        pcm.putShort(channel[i]);
      }
    }
    muxer.write(new Packet(pcm.flip(), 0, samples));
    muxer.finish();
    return output.bytes();
  }

  private Waveforms.Subject subject(Path file) {
    return new Waveforms.Subject(file, new WavFormat(), SeekPoints.NONE);
  }

  private static Waveform make(Waveforms waveforms, Waveforms.Subject subject, int threads)
      throws IOException {
    return waveforms.make(subject, threads, part -> {});
  }

  /** The files of the only analysis there, by the ends of their names. */
  private Map<String, byte[]> kept(String name) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(directory.resolve(name))) {
      String last = file.getFileName().toString();
      if (!last.equals("state") && !last.equals("lock")) {
        byte[] before = contents.put(last.substring(17), Files.readAllBytes(file));
        assertThat(before).isNull();
      }
    }
    return contents;
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void same(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSize(Levels.COUNT + 1);
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

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
  void nothingIsLeftOfAnAnalysisThatFails() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(60 * RATE, 1), 60 * RATE));
    Waveforms waveforms = waveforms("c");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  waveforms.make(
                      subject(file),
                      1,
                      part -> {
                        throw new OutOfMemoryError("as decoders may");
                      }))
          .isInstanceOf(IOException.class)
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
      assertThat(files(directory.resolve("c"))).containsExactly(directory.resolve("c/lock"));
      assertThat(directory.resolve("c/lock")).isEmptyFile();
    }
  }

  @Test
  void brokenFilesOfTheCacheAreMadeAnew() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(RATE, 8), RATE));
    Waveforms waveforms = waveforms("c");
    make(waveforms, subject(file), 1);
    Path state =
        files(directory.resolve("c")).stream()
            .filter(path -> path.endsWith("state"))
            .findFirst()
            .orElseThrow();
    byte[] good = Files.readAllBytes(state);
    for (int length = 0; length < good.length; length++) {
      Files.write(state, java.util.Arrays.copyOf(good, length));
      assertThat(waveforms.find(file)).as("%d bytes", length).isEmpty();
    }
    assertThat(make(waveforms, subject(file), 1).samples()).isEqualTo(RATE);
    assertThat(waveforms.find(file).orElseThrow().current()).isTrue();
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws Exception {
    Waveforms waveforms = waveforms("c", 90_000); // each takes at most 28,672 bytes
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(Files.write(directory.resolve(i + ".wav"), wav(noise(RATE, i), RATE)));
      make(waveforms, subject(files.get(i)), 1);
      age(files.get(i), waveforms, i);
    }
    now = now.plusSeconds(3600);
    assertThat(waveforms.find(files.get(0))).isPresent(); // used, hence young
    Path fourth = Files.write(directory.resolve("4.wav"), wav(noise(RATE, 9), RATE));
    make(waveforms, subject(fourth), 1);
    assertThat(waveforms.find(files.get(1))).isEmpty();
    assertThat(waveforms.find(files.get(0))).isPresent();
    assertThat(waveforms.find(files.get(2))).isPresent();
    assertThat(waveforms.find(fourth)).isPresent();
  }

  /** Says that it was used some minutes after the clock's start. */
  private void age(Path file, Waveforms waveforms, int minutes) throws IOException {
    assertThat(waveforms.find(file)).isPresent();
    Path newest =
        files(directory.resolve("c")).stream()
            .filter(path -> path.endsWith("state"))
            .max(java.util.Comparator.comparing(WaveformsTest::modified))
            .orElseThrow();
    Files.setLastModifiedTime(newest, FileTime.from(now.plusSeconds(60L * minutes)));
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNoAudioIsRefusedAndForgotten() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), new byte[500]);
    Waveforms waveforms = waveforms("c");
    assertThatThrownBy(() -> make(waveforms, subject(file), 1))
        .isInstanceOf(MalformedMediaException.class);
    assertThat(waveforms.find(file)).isEmpty();
  }

  @Test
  void whatWouldFillTheCacheIsRefused() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(60 * RATE, 1), 60 * RATE));
    assertThatThrownBy(() -> make(waveforms("c", 10_000), subject(file), 1))
        .isInstanceOf(MediaLimitException.class)
        .hasMessageContaining("longer than what the cache");
  }

  @Test
  void aFileThatClaimsEndlessTimeIsRefused() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(RATE, 1), RATE));
    Demuxer demuxer = mock(Demuxer.class);
    when(demuxer.track()).thenReturn(new PcmTrack(48_000, 2, SampleFormat.S16LE));
    MediaFormat format = mock(MediaFormat.class);
    when(format.demuxer(any(), any())).thenReturn(demuxer);
    for (long samples : new long[] {1L << 36, 1L << 61, Long.MAX_VALUE - 200, Long.MAX_VALUE}) {
      when(demuxer.sampleCount()).thenReturn(samples);
      Waveforms.Subject subject = new Waveforms.Subject(file, format, SeekPoints.NONE);
      assertThatThrownBy(() -> make(waveforms("c"), subject, 2))
          .isInstanceOf(MediaLimitException.class);
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav(noise(60 * RATE, 1), 60 * RATE));
    Waveforms waveforms = waveforms("c");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> make(waveforms, subject(file), 1)).isInstanceOf(IOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(waveforms.find(file)).isEmpty();
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
