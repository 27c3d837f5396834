package isr.recorder;

import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;

/** One thing that a capture told, kept until its batch is dated. */
sealed interface Arrival {
  /** The packets that follow are of this track. */
  record NewTrack(Track track) implements Arrival {}

  /** A packet, with its place in stream time. */
  record Audio(Packet packet, long streamNanos, long durationNanos) implements Arrival {}

  /** Bytes that are in no packet, at a place in stream time and at a sample of the track. */
  record Missing(Skip skip, long streamNanos, long samplePosition) implements Arrival {}

  /** A title, at a place in stream time. */
  record Title(String text, long streamNanos) implements Arrival {}
}
