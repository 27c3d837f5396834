package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import isr.audio.SampleFormat;
import isr.media.Demuxer;
import isr.media.MalformedMediaException;
import isr.media.MediaFormat;
import isr.media.MediaLimitException;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stays of analyses, and what does not. */
class WaveformCacheTest extends AnalysedWav {
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
            .max(java.util.Comparator.comparing(WaveformCacheTest::modified))
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
}
