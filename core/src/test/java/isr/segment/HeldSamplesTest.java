package isr.segment;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.format.flac.FlacFormat;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.Repair;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder holds samples until it has a block of 2048; 8000 Hz mono, batches of 800. */
class HeldSamplesTest {
  private static final PcmTrack TRACK = new PcmTrack(8000, 1, SampleFormat.S16LE);
  private static final int BATCH = 800;

  @TempDir Path directory;

  private final DiskSync disk = new DiskSync();
  private final List<String> points = new ArrayList<>();
  private SegmentWriter writer;

  @BeforeEach
  void begin() throws IOException {
    SegmentWriter.Request request =
        new SegmentWriter.Request(
            directory,
            "x",
            new FlacFormat(),
            TRACK,
            new SegmentInfo("mic", ZonedDateTime.of(2026, 11, 2, 15, 0, 0, 0, ZoneOffset.UTC)),
            Duration.ofSeconds(10));
    writer =
        SegmentWriter.open(
            request,
            List.of(),
            disk,
            () -> {},
            (file, cause, from, to) -> {},
            (s, o) -> points.add(s + " " + o),
            0);
  }

  @AfterEach
  void end() {
    disk.close();
  }

  private void write(int batches) throws IOException {
    for (int i = 0; i < batches; i++) {
      byte[] pcm = new byte[2 * BATCH];
      for (int at = 0; at < pcm.length; at++) {
        pcm[at] = (byte) (at * at * 31 + i);
      }
      writer.write(new Packet(ByteBuffer.wrap(pcm), writer.samples(), BATCH));
      writer.batch(0);
    }
  }

  @Test
  void areNotSafe() throws IOException {
    write(2);
    assertThat(writer.samples()).isEqualTo(1600);
    assertThat(writer.safeSamples()).isZero();
    assertThat(writer.safePayloadBytes()).isZero();
    write(1);
    assertThat(writer.safeSamples()).isEqualTo(2048);
    assertThat(writer.safePayloadBytes()).isEqualTo(2 * 2048);
    assertThat(writer.payloadBytes()).isEqualTo(2 * 2400);
    writer.finish();
    assertThat(writer.safeSamples()).isEqualTo(2400);
    assertThat(writer.safePayloadBytes()).isEqualTo(2 * 2400);
  }

  @Test
  void areMissingFromAnAbandonedFile() throws IOException {
    write(6);
    assertThat(writer.safeSamples()).isEqualTo(4096);
    assertThat(writer.abandon()).isTrue();
    disk.close();
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("x.flac"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(new FlacFormat().inspect(file).sampleCount()).isEqualTo(4096);
      assertThat(new FlacFormat().repair(file)).isEqualTo(new Repair(4096, 0, false));
    }
  }

  @Test
  void leaveNoFileWhenTheyAreAllThereIs() throws IOException {
    write(2);
    assertThat(writer.abandon()).isFalse();
    assertThat(directory.resolve("x.flac")).doesNotExist();
  }

  @Test
  void everyPointOfTheIndexIsAFrameOfItsOwn() throws IOException {
    write(260);
    writer.finish();
    disk.close();
    assertThat(points).hasSizeGreaterThanOrEqualTo(2);
    try (FileChannel file =
        FileChannel.open(directory.resolve("x.flac"), StandardOpenOption.READ)) {
      for (String point : points) {
        long sample = Long.parseLong(point.substring(0, point.indexOf(' ')));
        long offset = Long.parseLong(point.substring(point.indexOf(' ') + 1));
        ByteBuffer start = ByteBuffer.allocate(16);
        file.read(start, offset);
        assertThat(start.getShort(0)).as(point).isEqualTo((short) 0xFFF8);
        assertThat(start.get(4)).as("frame number at %s", point).isEqualTo((byte) (sample / 2048));
        assertThat(sample % 2048).isZero();
      }
    }
  }
}
