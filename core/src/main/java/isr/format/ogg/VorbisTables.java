package isr.format.ogg;

import isr.media.MalformedMediaException;
import isr.media.VorbisTrack;

/** How large the tables are that a decoder of Vorbis makes of the setup header. */
public final class VorbisTables {
  private VorbisTables() {}

  /**
   * Numbers in the codebooks, and partitions of the residues; a header of a few bytes can ask for
   * thousands of millions.
   *
   * @throws MalformedMediaException when the header breaks the rules
   */
  public static long values(VorbisTrack track) throws MalformedMediaException {
    return VorbisSetup.read(track.setup(), track.channels())
        .orElseThrow(() -> new MalformedMediaException(0, "Vorbis: setup header"))
        .tableValues();
  }
}
