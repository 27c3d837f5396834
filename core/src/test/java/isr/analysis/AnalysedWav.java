package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.format.wav.WavFormat;
import isr.media.Muxer;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.testing.MemoryOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** WAV files whose samples are known, and a cache for what is found of them. */
abstract class AnalysedWav {
  static final int RATE = 11_025; // 100 ms are no whole number of samples
  static final SegmentInfo INFO =
      new SegmentInfo("x", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC));

  @TempDir Path directory;
  Instant now = Instant.parse("2026-11-27T10:00:00Z");

  Waveforms waveforms(String name, long maxBytes) {
    InstantSource clock = () -> now;
    return new Waveforms(
        directory.resolve(name), maxBytes, new AudioReaders(Ffmpeg.on(null)), clock);
  }

  Waveforms waveforms(String name) {
    return waveforms(name, Waveforms.DEFAULT_MAX_BYTES);
  }

  /** Noise of a loudness that changes each second; two channels, one after the other. */
  static short[][] noise(int samples, long seed) {
    Random random = new Random(seed);
    short[][] noise = new short[2][samples];
    for (int i = 0; i < samples; i++) {
      int loudness = 1 + (i / RATE * 7919 + (int) seed) % 30_000;
      noise[0][i] = (short) (random.nextInt(2 * loudness) - loudness);
      noise[1][i] = (short) (noise[0][i] / 2);
    }
    return noise;
  }

  static byte[] wav(short[][] channels, int samples) throws IOException {
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

  Waveforms.Subject subject(Path file) {
    return new Waveforms.Subject(file, new WavFormat(), SeekPoints.NONE);
  }

  static Waveform make(Waveforms waveforms, Waveforms.Subject subject, int threads)
      throws IOException {
    return waveforms.make(subject, threads, part -> {});
  }

  /** The files of the only analysis there, by the ends of their names. */
  Map<String, byte[]> kept(String name) throws IOException {
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

  static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  static void same(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSize(Levels.COUNT + 1);
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }
}
