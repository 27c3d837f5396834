package isr.bench;

import isr.audio.SampleFormat;
import isr.format.flac.FlacFormat;
import isr.format.flac.FlacLevel;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import isr.segment.DiskSync;
import isr.segment.SegmentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Records samples from a file into a FLAC segment, as a sound card's are recorded: in packets of
 * 100 ms, each of which is a batch.
 *
 * <p>Arguments: file of raw samples (signed, little-endian, interleaved), output directory, rate,
 * channels, bits, level.
 */
public final class FlacRecording {
  private static final int BATCHES_A_SECOND = 10;

  private FlacRecording() {}

  /** Runs the recording. */
  public static void main(String[] args) throws IOException {
    PcmTrack track =
        new PcmTrack(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            SampleFormat.ofBits(Integer.parseInt(args[4])));
    SegmentWriter.Request request =
        new SegmentWriter.Request(
            Path.of(args[1]),
            "isr",
            new FlacFormat(new FlacLevel(Integer.parseInt(args[5]))),
            track,
            new SegmentInfo("bench", ZonedDateTime.of(2026, 11, 21, 10, 0, 0, 0, ZoneOffset.UTC)),
            Duration.ofSeconds(10));
    try (FileChannel in = FileChannel.open(Path.of(args[0]));
        DiskSync disk = new DiskSync()) {
      record(in, track, open(request, disk));
    }
  }

  private static SegmentWriter open(SegmentWriter.Request request, DiskSync disk)
      throws IOException {
    return SegmentWriter.open(
        request,
        List.of(),
        disk,
        () -> {},
        (file, cause, from, to) -> {
          throw new UncheckedIOException(cause);
        },
        (sample, offset) -> {},
        0);
  }

  private static void record(FileChannel in, PcmTrack track, SegmentWriter writer)
      throws IOException {
    int samples = track.sampleRateHz() / BATCHES_A_SECOND;
    ByteBuffer buffer =
        ByteBuffer.allocate(samples * track.blockAlign()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = 0;
    while (fill(in, buffer)) {
      int count = buffer.remaining() / track.blockAlign();
      writer.write(new Packet(buffer, writer.samples(), count));
      nanos += 1_000_000_000L / BATCHES_A_SECOND;
      writer.batch(nanos);
    }
    writer.finish();
  }

  private static boolean fill(FileChannel in, ByteBuffer buffer) throws IOException {
    buffer.clear();
    while (buffer.hasRemaining() && in.read(buffer) >= 0) {}
    return buffer.flip().hasRemaining();
  }
}
