package isr.capture;

import isr.audio.SampleFormat;
import java.util.List;
import java.util.Optional;

/**
 * Something that can be recorded from.
 *
 * @param name what to write as {@code device} in the configuration; stable over reboots and replugs
 * @param description for people
 * @param backend {@code alsa} or {@code javasound}
 * @param kind of device
 * @param aliases other names that mean it: {@code hw:1,0}, {@code hw:CARD=…}, a USB path
 * @param state whether it can be opened
 * @param detail why it can not be opened, or who holds it; empty when there is nothing to say
 * @param abilities what it really takes; empty when it could not be asked
 */
public record CaptureDevice(
    String name,
    String description,
    String backend,
    Kind kind,
    List<String> aliases,
    State state,
    Optional<String> detail,
    Optional<Abilities> abilities) {
  /** What kind of device. */
  public enum Kind {
    /** A card's own PCM. */
    HARDWARE,
    /** A PCM of the configuration: a sound server, dsnoop, plug. */
    VIRTUAL,
    /** What is being played. */
    MONITOR
  }

  /** Whether it can be opened. */
  public enum State {
    /** It was opened, or says that it can be. */
    FREE,
    /** Another program holds it. */
    BUSY,
    /** Neither. */
    UNAVAILABLE
  }

  /**
   * What a device takes, without conversion of its own that was not asked for.
   *
   * @param minChannels fewest channels
   * @param maxChannels most channels
   * @param ratesHz of the usual rates those that it takes, ascending
   * @param formats in ascending bits
   */
  public record Abilities(
      int minChannels, int maxChannels, List<Integer> ratesHz, List<SampleFormat> formats) {
    /** Copies the lists. */
    public Abilities {
      ratesHz = List.copyOf(ratesHz);
      formats = List.copyOf(formats);
    }
  }

  /** Copies the list. */
  public CaptureDevice {
    aliases = List.copyOf(aliases);
  }
}
