package isr.codec;

import isr.media.FlacTrack;
import isr.media.MediaLimitException;
import isr.media.MpegTrack;
import isr.media.OpusTrack;
import isr.media.PcmTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import isr.media.VorbisTrack;
import java.io.IOException;

/** The decoders that are in Java. */
public final class PacketDecoders {
  /** More channels are not decoded. */
  public static final int MAX_CHANNELS = 64;

  private PacketDecoders() {}

  /**
   * A decoder of the packets of a track.
   *
   * @throws UnsupportedMediaException when there is none: AAC, and Opus of unknown channel mappings
   * @throws MediaLimitException when the track has too many channels, or too large tables
   * @throws IOException when its headers can not be used
   */
  public static PacketDecoder of(Track track) throws IOException {
    if (track.channels() > MAX_CHANNELS) {
      throw new MediaLimitException(
          track.channels() + " channels: at most " + MAX_CHANNELS + " are decoded");
    }
    return new GuardedDecoder(core(track));
  }

  private static CodecCore core(Track track) throws IOException {
    if (track instanceof PcmTrack pcm) {
      return new PcmCore(pcm);
    }
    if (track instanceof FlacTrack flac) {
      return new FlacCore(flac);
    }
    if (track instanceof MpegTrack mpeg) {
      return new MpegCore(mpeg);
    }
    if (track instanceof VorbisTrack vorbis) {
      return new VorbisCore(vorbis);
    }
    if (track instanceof OpusTrack opus) {
      return new OpusCore(opus);
    }
    throw new UnsupportedMediaException("no decoder for " + track.codec());
  }
}
