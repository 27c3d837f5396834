package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import isr.analysis.Waveforms;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.format.wav.WavFormat;
import isr.media.SeekPoints;
import isr.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisJobsTest {
  @TempDir Path directory;

  /** RIFF, fmt and data of one second of silence, 8 kHz, mono, 16 bits. */
  private static byte[] wav() {
    ByteBuffer wav = ByteBuffer.allocate(44 + 16_000).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 16_000);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    wav.putShort((short) 1).putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(16_000);
    return wav.array();
  }

  @Test
  void anErrorIsToldToWhoAsksNext() throws Exception {
    Path file = Files.write(directory.resolve("a.wav"), wav());
    Waveforms waveforms =
        new Waveforms(
            directory.resolve("cache"),
            Waveforms.DEFAULT_MAX_BYTES,
            new AudioReaders(Ffmpeg.on(null)),
            () -> {
              throw new AssertionError("as decoders may");
            });
    Waveforms.Subject subject = new Waveforms.Subject(file, new WavFormat(), SeekPoints.NONE);
    AtomicReference<IOException> told = new AtomicReference<>();
    try (AnalysisJobs jobs = new AnalysisJobs()) {
      Await.until(
          "the failure",
          Duration.ofSeconds(10),
          () -> {
            try {
              jobs.begin(waveforms, subject);
              return false;
            } catch (IOException e) {
              told.set(e);
              return true;
            }
          });
    }
    assertThat(told.get()).hasCauseInstanceOf(AssertionError.class);
  }
}
