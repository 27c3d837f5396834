package isr.capture;

import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;

/** Takes what a {@link Capture} receives; called on one thread at a time. */
public interface CaptureSink {
  /**
   * The source answers.
   *
   * @param details one line for the log: what the server or device says of itself
   */
  void connected(String details);

  /** The packets that follow are of this track; sample positions begin at 0 anew. */
  void track(Track track) throws IOException;

  /** One packet; its payload is lent until the next {@link #batch} has returned. */
  void packet(Packet packet) throws IOException;

  /** Something of the stream is missing or was left out, here between two packets. */
  void skipped(Skip skip) throws IOException;

  /** What the source says is being played from here on. */
  void title(String title) throws IOException;

  /**
   * The packets since the last batch were read together, and the last of them had arrived at that
   * time: the start of each follows from the durations after it. A batch may be empty.
   *
   * @param arrivalNanos on the clock of {@link CaptureContext#clock}
   */
  void batch(long arrivalNanos) throws IOException;

  /** How a soundcard does, now and then. */
  default void card(CardReport report) {}
}
