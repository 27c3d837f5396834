package isr.format.ogg;

import isr.media.FlacTrack;
import isr.media.OpusTrack;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import isr.media.VorbisTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The list of codecs in Ogg, told apart by how their first packet begins. */
final class OggMappings {
  /** A codec that is not done, and what to say of it; those that may have audio come first. */
  private record Other(String magic, String answer) {}

  private static final Other UNKNOWN =
      new Other("", "this codec in Ogg is not known and not supported");

  private static final List<Other> OTHERS =
      List.of(
          new Other("fLaC", "Ogg FLAC (before 1.1.1) is not supported"),
          new Other("Speex   ", "Speex is not supported"),
          new Other("CELT    ", "CELT outside Opus is not supported"),
          new Other("PCM     ", "Ogg PCM is not supported"),
          UNKNOWN,
          new Other("\200theora", "Theora video is not supported"),
          new Other("fishead\0", "an Ogg Skeleton without audio is not supported"));

  private OggMappings() {}

  /**
   * A mapping that reads the bitstream; empty when its codec is not done.
   *
   * @param first the packet on the page that begins the bitstream
   * @param offset of the packet in the stream
   * @throws IOException when the packet breaks the rules, or is of a version that is not done
   */
  static Optional<OggMapping> of(ByteBuffer first, long offset) throws IOException {
    if (begins(first, OpusHead.MAGIC)) {
      return Optional.of(new OpusMapping(OpusHead.read(first, offset)));
    }
    if (begins(first, VorbisIdentification.MAGIC)) {
      return Optional.of(VorbisMapping.read(first, offset));
    }
    if (begins(first, FlacHead.MAGIC)) {
      return Optional.of(FlacMapping.read(first, offset));
    }
    return Optional.empty();
  }

  /** Whether a mapping writes the track. */
  static boolean write(Track track) {
    return track instanceof OpusTrack
        || track instanceof VorbisTrack
        || (track instanceof FlacTrack flac && flac.container() == FlacTrack.Container.OGG);
  }

  /** A mapping that writes the track. */
  static OggMapping of(Track track) {
    if (track instanceof OpusTrack opus) {
      return new OpusMapping(opus);
    }
    if (track instanceof VorbisTrack vorbis) {
      return VorbisMapping.of(vorbis);
    }
    if (track instanceof FlacTrack flac) {
      return FlacMapping.of(flac);
    }
    throw new IllegalArgumentException("no Ogg mapping for " + track.codec());
  }

  /** The rank of what can be said about a bitstream that is not done: the lower, the better. */
  static int rank(ByteBuffer first) {
    int rank = OTHERS.indexOf(UNKNOWN);
    for (Other other : OTHERS) {
      if (!other.equals(UNKNOWN) && begins(first, other.magic())) {
        rank = OTHERS.indexOf(other);
      }
    }
    return rank;
  }

  /** What to say when there is nothing but bitstreams that are not done. */
  static UnsupportedMediaException unsupported(int rank) {
    return new UnsupportedMediaException(OTHERS.get(rank).answer());
  }

  static boolean begins(ByteBuffer packet, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (packet.remaining() < expected.length) {
      return false;
    }
    return packet.slice(packet.position(), expected.length).equals(ByteBuffer.wrap(expected));
  }
}
