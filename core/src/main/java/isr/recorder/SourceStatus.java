package isr.recorder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How a source is doing, at one moment.
 *
 * @param name of the source
 * @param description of what it records
 * @param state what it is doing
 * @param since when that began
 * @param file the segment being written
 * @param fileStart wall-clock time of its first sample
 * @param fileBytes its length
 * @param totalBytes of all segments since the session began
 * @param codec of the track, with rate and channels
 * @param gaps since the session began
 * @param title the newest
 * @param message why it waits, or what went wrong last
 * @param retryAt when it tries again, while it waits
 */
public record SourceStatus(
    String name,
    String description,
    State state,
    Instant since,
    Optional<Path> file,
    Optional<Instant> fileStart,
    long fileBytes,
    long totalBytes,
    Optional<String> codec,
    long gaps,
    Optional<String> title,
    Optional<String> message,
    Optional<Instant> retryAt) {
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
