package isr.format.wav;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MalformedMediaException;
import isr.media.PcmTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads the samples of a WAV file, in packets of up to a few thousand. */
final class WavDemuxer implements Demuxer {
  private static final int READ_BYTES = 1 << 16;

  private final FileChannel file;
  private final PcmTrack track;
  private final long dataPosition;
  private final long sampleCount;
  private final ByteBuffer buffer;
  private long next;

  private WavDemuxer(FileChannel file, WavLayout layout, PcmTrack track) {
    this.file = file;
    this.track = track;
    this.dataPosition = layout.dataPosition();
    this.sampleCount = layout.audibleBytes() / track.blockAlign();
    this.buffer =
        ByteBuffer.allocate(Math.max(1, READ_BYTES / track.blockAlign()) * track.blockAlign());
  }

  static Demuxer open(FileChannel file) throws IOException {
    WavLayout layout = WavLayout.read(file);
    PcmTrack track =
        WavReader.track(layout)
            .filter(pcm -> layout.hasData())
            .orElseThrow(
                () ->
                    new MalformedMediaException(
                        0, "expected a WAV file of 16, 24 or 32 bit PCM, found none"));
    return new WavDemuxer(file, layout, track);
  }

  @Override
  public PcmTrack track() {
    return track;
  }

  @Override
  public long sampleCount() {
    return sampleCount;
  }

  @Override
  public void seek(long sample) {
    next = Math.min(sample, sampleCount);
  }

  @Override
  public @Nullable FilePacket next() throws IOException {
    int align = track.blockAlign();
    long count = Math.min(buffer.capacity() / align, sampleCount - next);
    buffer.clear().limit((int) count * align);
    long offset = dataPosition + next * align;
    while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
    int samples = buffer.position() / align; // fewer where the file was cut short meanwhile
    if (samples == 0) {
      return null;
    }
    FilePacket packet = new FilePacket(buffer.flip(), next, samples, 0, 0);
    buffer.limit(samples * align);
    next += samples;
    return packet;
  }
}
