package isr.codec;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MpegTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.IOException;

/** A file decoded in this process. */
final class DecodedFile implements AudioReader {
  private static final int SILENCE_SAMPLES = 4096;
  private static final int LAYER_2_FRAME = 1152;

  private final Demuxer demuxer;
  private final int sampleRateHz;
  private final int channels;
  private final SampleBlock decoded = new SampleBlock();
  private Track track;
  private PacketDecoder decoder;

  /** Where the silence ends that was given last. */
  private long silenced = -1;

  /**
   * Packets that could not be decoded, and places where some are missing; those of the lead-in do
   * not count.
   */
  private long damaged;

  /** The next sample to give. */
  private long wanted;

  /** Place of the first sample in {@link #decoded} that waits to be given. */
  private long place;

  private boolean waits;

  DecodedFile(Demuxer demuxer) throws IOException {
    this.demuxer = demuxer;
    this.track = demuxer.track();
    this.sampleRateHz = track.sampleRateHz();
    this.decoder = PacketDecoders.of(track);
    this.channels = decoder.channels();
  }

  /** The track of the packet that was read last. */
  Track track() {
    return track;
  }

  @Override
  public int sampleRateHz() {
    return sampleRateHz;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public long sampleCount() throws IOException {
    return demuxer.sampleCount();
  }

  @Override
  public void seek(long sample) throws IOException {
    demuxer.seek(Math.max(0, sample - warmUp()));
    decoder.restart();
    wanted = sample;
    waits = false;
    silenced = -1;
  }

  /** Layer II has no lead-in in a cut, but its filter bank remembers (ISO/IEC 11172-3, 2.4.3.2). */
  private int warmUp() {
    return track instanceof MpegTrack mpeg && mpeg.layer() == 2 ? LAYER_2_FRAME : 0;
  }

  @Override
  public boolean next(SampleBlock block) throws IOException {
    while (!waits) {
      FilePacket packet = demuxer.next();
      if (packet == null) {
        return false;
      }
      decode(packet);
    }
    if (place > wanted) {
      damaged += wanted == silenced ? 0 : 1;
      int count = (int) Math.min(SILENCE_SAMPLES, place - wanted);
      block.prepare(channels, count);
      block.silence(0);
      wanted += count;
      silenced = wanted;
      return true;
    }
    block.take(decoded);
    wanted += block.count();
    waits = false;
    return true;
  }

  private void decode(FilePacket packet) throws IOException {
    Track of = demuxer.track();
    if (of.sampleRateHz() != sampleRateHz) {
      throw new UnsupportedMediaException(
          "the sample rate changes within the recording, from %d to %d Hz"
              .formatted(sampleRateHz, of.sampleRateHz()));
    }
    if (of != track) {
      decoder = PacketDecoders.of(of);
      track = of;
    }
    long before = decoder.damagedPackets();
    decoder.decode(packet, decoded);
    int early = (int) Math.max(0, Math.min(packet.audibleSamples(), wanted - packet.position()));
    decoded.narrow(packet.skipped() + early, packet.audibleSamples() - early);
    if (decoded.channels() != channels) {
      decoded.spread(channels);
    }
    place = packet.position() + early;
    waits = decoded.count() > 0;
    damaged += waits ? decoder.damagedPackets() - before : 0;
  }

  @Override
  public long damagedPackets() {
    return damaged;
  }

  @Override
  public void close() {}
}
