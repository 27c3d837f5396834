package isr.recorder;

import isr.capture.CardReport;
import isr.media.Track;
import isr.recorder.SourceStatus.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The fields of a {@link SourceStatus}, written by the source's thread and read by any. */
final class StatusBoard {
  private final String name;
  private final String description;
  private volatile State state = State.CONNECTING;
  private volatile Instant since;
  private final List<FileSlot> slots = new CopyOnWriteArrayList<>();
  private volatile @Nullable String codec;
  private final AtomicLong gaps = new AtomicLong();
  private volatile @Nullable String title;
  private volatile @Nullable String message;
  private volatile @Nullable Instant retryAt;
  private volatile List<CardStatus.Channel> levels = List.of();
  private volatile @Nullable CardReport card;

  StatusBoard(String name, String description, Instant now) {
    this.name = name;
    this.description = description;
    this.since = now;
  }

  SourceStatus read() {
    return new SourceStatus(
        name,
        description,
        state,
        since,
        slots.stream().map(slot -> slot.file).filter(Objects::nonNull).toList(),
        slots.stream().map(slot -> slot.start).filter(Objects::nonNull).findFirst(),
        slots.stream().mapToLong(slot -> slot.bytes).sum(),
        slots.stream().mapToLong(slot -> slot.closedBytes + slot.bytes).sum(),
        Optional.ofNullable(codec),
        gaps.get(),
        Optional.ofNullable(title),
        Optional.ofNullable(message),
        Optional.ofNullable(retryAt),
        readCard());
  }

  private Optional<CardStatus> readCard() {
    CardReport report = card;
    if (report == null) {
      return levels.isEmpty()
          ? Optional.empty()
          : Optional.of(new CardStatus(levels, 0, OptionalDouble.empty()));
    }
    return Optional.of(new CardStatus(levels, report.losses(), report.driftPpm()));
  }

  /** How loud each channel is; empty when nothing is heard. */
  void levels(List<CardStatus.Channel> channels) {
    levels = channels;
  }

  /** What a card says of itself. */
  void card(CardReport report) {
    card = report;
  }

  /** By how much a card's clock is off, as far as that is known. */
  OptionalDouble driftPpm() {
    CardReport report = card;
    return report == null ? OptionalDouble.empty() : report.driftPpm();
  }

  void state(State newState, Instant now, @Nullable String why, @Nullable Instant retry) {
    if (state != newState) {
      since = now;
    }
    message = why;
    retryAt = retry;
    state = newState;
  }

  /** Audio is arriving and written. */
  void recording(Instant now) {
    if (state != State.RECORDING) {
      state(State.RECORDING, now, null, null);
    }
  }

  /** A place for the files of one lane. */
  FileSlot slot() {
    FileSlot slot = new FileSlot();
    slots.add(slot);
    return slot;
  }

  /** The file that a lane writes, one after another. */
  static final class FileSlot {
    private volatile @Nullable Path file;
    private volatile @Nullable Instant start;
    private volatile long bytes;
    private volatile long closedBytes;

    private FileSlot() {}

    void opened(Path path, Instant at) {
      file = path;
      start = at;
      bytes = 0;
    }

    void grew(long length) {
      bytes = length;
    }

    /** Only the source's thread writes, so that adding up is not a race. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void closed(long length) {
      file = null;
      start = null;
      closedBytes += length;
      bytes = 0;
    }
  }

  void track(Track track) {
    codec = track.codec() + " " + track.sampleRateHz() + " Hz " + track.channels() + " ch";
  }

  /** Any thread. */
  void gap() {
    gaps.incrementAndGet();
  }

  void title(String text) {
    title = text;
  }
}
