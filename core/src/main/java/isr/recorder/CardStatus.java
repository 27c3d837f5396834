package isr.recorder;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a source of PCM is doing besides what {@link SourceStatus} says.
 *
 * @param channels of about the last half second; empty while nothing is heard
 * @param losses how often a card has lost samples since it was opened
 * @param driftPpm by how many parts in a million a card's clock is faster than the system's; empty
 *     while that is not known
 */
public record CardStatus(List<Channel> channels, long losses, OptionalDouble driftPpm) {
  /** Copies the list. */
  public CardStatus {
    channels = List.copyOf(channels);
  }

  /**
   * One channel.
   *
   * @param peakDbfs the peak in dB relative to full scale; minus infinity for digital silence
   * @param rmsDbfs the RMS, the same
   * @param clips whether several samples were at full scale within the last seconds
   * @param silentSince since when every sample was 0, if they are
   */
  public record Channel(
      double peakDbfs, double rmsDbfs, boolean clips, Optional<Instant> silentSince) {}
}
