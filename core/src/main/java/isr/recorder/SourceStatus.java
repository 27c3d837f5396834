package isr.recorder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a source is doing, at one moment.
 *
 * @param name of the source
 * @param description of what it records
 * @param state what it is doing
 * @param since when that began
 * @param files the segments being written: one, or one for each route of a card
 * @param fileStart wall-clock time of the first one's first sample
 * @param fileBytes their length together
 * @param totalBytes of all segments since the session began
 * @param codec of the track, with rate and channels
 * @param gaps since the session began
 * @param title the newest
 * @param message why it waits, or what went wrong last
 * @param retryAt when it tries again, while it waits
 * @param card levels and clock of a source of PCM
 */
public record SourceStatus(
    String name,
    String description,
    State state,
    Instant since,
    List<Path> files,
    Optional<Instant> fileStart,
    long fileBytes,
    long totalBytes,
    Optional<String> codec,
    long gaps,
    Optional<String> title,
    Optional<String> message,
    Optional<Instant> retryAt,
    Optional<CardStatus> card) {
  /** Copies the list. */
  public SourceStatus {
    files = List.copyOf(files);
  }

  /** What a source is doing. */
  public enum State {
    /** Connecting or opening the device. */
    CONNECTING,
    /** Audio is arriving and written. */
    RECORDING,
    /** Audio is arriving and can not be written. */
    DISK_ERROR,
    /** Waiting before the next try. */
    WAITING,
    /** Ended because it was told to, or because the source ended. */
    STOPPED,
    /** Ended after too many failures. */
    GAVE_UP
  }
}
