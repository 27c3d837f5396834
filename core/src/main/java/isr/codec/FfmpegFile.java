package isr.codec;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MalformedMediaException;
import isr.media.MediaLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of AAC decoded by a process of {@code ffmpeg}, which gets the frames from a thread of its
 * own, and gives samples with a header (AU) that tells the rate and the channels it has found.
 */
final class FfmpegFile implements AudioReader {
  /**
   * Frames before a place: one to overlap with, more for what HE-AAC has seen (14496-3, 4.6.18).
   */
  private static final int LEAD_IN_FRAMES = 4;

  private static final int FRAME_SAMPLES = 1024;

  private final Demuxer demuxer;
  private final List<String> program;
  private final int trackRateHz;
  private final long trackSamples;
  private FfmpegRun run;

  FfmpegFile(Demuxer demuxer, List<String> program) throws IOException {
    this.demuxer = demuxer;
    this.program = program;
    this.trackRateHz = demuxer.track().sampleRateHz();
    this.trackSamples = demuxer.sampleCount(); // later the demuxer is lent
    this.run = started(demuxer.next());
    if (run.channels() > PacketDecoders.MAX_CHANNELS) {
      run.close();
      throw new MediaLimitException(run.channels() + " channels");
    }
  }

  private FfmpegRun started(@Nullable FilePacket first) throws IOException {
    if (first == null) {
      throw new MalformedMediaException(0, "expected frames of AAC, found none");
    }
    ByteBuffer copy = ByteBuffer.allocate(first.payload().remaining());
    copy.put(first.payload().duplicate()).flip();
    return FfmpegRun.ofPackets(program, "aac", copy, demuxer);
  }

  @Override
  public int sampleRateHz() {
    return run.sampleRateHz();
  }

  @Override
  public int channels() {
    return run.channels();
  }

  @Override
  public long sampleCount() {
    return trackSamples * sampleRateHz() / trackRateHz;
  }

  @Override
  public void seek(long sample) throws IOException {
    int rate = sampleRateHz();
    int channels = channels();
    long place = sample * trackRateHz / rate;
    if (place == 0 && run.isUnread()) {
      return;
    }
    run.close();
    demuxer.seek(Math.max(0, place - LEAD_IN_FRAMES * FRAME_SAMPLES));
    FilePacket first = demuxer.next();
    if (first == null) {
      run = FfmpegRun.ended(rate, channels);
      return;
    }
    run = started(first);
    run.drop(sample - first.position() * rate / trackRateHz);
    if (run.sampleRateHz() != rate || run.channels() != channels) {
      throw new MalformedMediaException(0, "AAC: rate or channels change within the file");
    }
  }

  @Override
  public boolean next(SampleBlock block) throws IOException {
    return run.next(block);
  }

  @Override
  public long damagedPackets() {
    return 0;
  }

  @Override
  public void close() {
    run.close();
  }
}
