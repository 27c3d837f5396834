package isr.capture.javasound;

import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import isr.capture.DeviceChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.Mixer;

/** The mixers that can be recorded from, by name. Asks anew each time. */
final class Mixers {
  private final Supplier<List<Mixer>> all;

  /** A mixer, and what we call it. */
  record Entry(Mixer mixer, CaptureDevice device) {}

  Mixers(Supplier<List<Mixer>> all) {
    this.all = all;
  }

  /** Those of this Java. */
  static Mixers installed() {
    return new Mixers(
        () ->
            Arrays.stream(AudioSystem.getMixerInfo())
                .flatMap(info -> mixer(info).stream())
                .toList());
  }

  private static Optional<Mixer> mixer(Mixer.Info info) {
    try {
      return Optional.of(AudioSystem.getMixer(info));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // it has gone meanwhile
    }
  }

  /** What can be recorded from, and what perhaps could if it could be asked. */
  List<CaptureDevice> devices() {
    return entries().map(Entry::device).toList();
  }

  private Stream<Entry> entries() {
    return all.get().stream().flatMap(mixer -> entry(mixer).stream());
  }

  private static Optional<Entry> entry(Mixer mixer) {
    Mixer.Info info = mixer.getMixerInfo();
    if (LineFormats.records(mixer)) {
      return Optional.of(
          new Entry(
              mixer,
              MixerNames.device(info, State.FREE, Optional.empty(), LineFormats.abilities(mixer))));
    }
    boolean unasked =
        MixerNames.isAlsaPcm(info)
            && mixer.getTargetLineInfo().length == 0
            && mixer.getSourceLineInfo().length == 0;
    return unasked
        ? Optional.of(
            new Entry(
                mixer,
                MixerNames.device(
                    info,
                    State.UNAVAILABLE,
                    Optional.of(
                        "javax.sound could not open it, and does not look again before isr is"
                            + " started anew; another program may hold it"),
                    Optional.empty())))
        : Optional.empty();
  }

  /**
   * The mixer that a configuration means; where none is called {@code default}, the first one is
   * that.
   *
   * @throws CaptureException when there is none, or it can not be told which
   */
  Entry find(String wanted) throws CaptureException {
    List<Entry> entries = entries().toList();
    Optional<CaptureDevice> device =
        DeviceChoice.find(wanted, entries.stream().map(Entry::device).toList());
    if (device.isEmpty() && wanted.equals("default")) {
      device = entries.stream().map(Entry::device).findFirst();
    }
    CaptureDevice found = device.orElseThrow(() -> absent(wanted, entries));
    return entries.stream().filter(entry -> entry.device().equals(found)).findFirst().orElseThrow();
  }

  /** Worth a retry: it may be plugged in. */
  private static CaptureException absent(String wanted, List<Entry> entries) {
    String there =
        entries.isEmpty()
            ? "javax.sound finds no device to record from (on Linux it needs libasound2, and"
                + " read access to /dev/snd: group audio)"
            : entries.stream()
                .map(entry -> entry.device().name())
                .collect(Collectors.joining(", ", "there are: ", ""));
    return CaptureException.absent("device \"" + wanted + "\" is not there; " + there);
  }
}
