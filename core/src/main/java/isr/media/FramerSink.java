package isr.media;

import java.io.IOException;

/** Takes what a {@link Framer} finds, in the order of the stream. */
public interface FramerSink {
  /**
   * The packets that follow are of this track; sample positions begin at 0 anew. Called before the
   * first packet and at every change.
   */
  void track(Track track) throws IOException;

  /**
   * One packet; its payload stays valid until the framer's next {@link Framer#release()}.
   *
   * @param streamOffset byte offset in the stream just after the packet
   */
  void packet(Packet packet, long streamOffset) throws IOException;

  /** Bytes that are in no packet, once per run of them. */
  void skipped(Skip skip) throws IOException;

  /**
   * A title that the stream itself carries (Vorbis comments of an Ogg stream), as shown to users.
   */
  void title(String title) throws IOException;
}
