package isr.alsa;

import isr.capture.CaptureDevice;
import isr.capture.CaptureException;
import isr.capture.DeviceChoice;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The PCM that a configuration means.
 *
 * @param pcm its name
 * @param asWritten whether the user wrote that very name: then what it converts is what was asked
 *     for
 */
record Target(String pcm, boolean asWritten) {
  private static final String DEFAULT = "default";
  private static final String MONITOR = "monitor";

  /**
   * Finds it. A name that ALSA's configuration knows is taken as it is, arguments included; else
   * cards go before what is built on them.
   *
   * @param wanted as configured
   * @param isPcm whether ALSA's configuration has a PCM of that name
   * @param cards hardware and loopbacks
   * @param others PCMs of ALSA's configuration
   * @return empty when there is none
   * @throws CaptureException when several match
   */
  static Optional<Target> find(
      String wanted, Predicate<String> isPcm, List<CaptureDevice> cards, List<CaptureDevice> others)
      throws CaptureException {
    if (wanted.equals(MONITOR)) {
      return choose(wanted, Stream.concat(cards.stream(), others.stream()).toList());
    }
    if (wanted.equals(DEFAULT)
        || wanted.startsWith("{")
        || isPcm.test(wanted.replaceFirst(":.*", ""))) {
      return Optional.of(new Target(wanted, true));
    }
    Optional<Target> card = choose(wanted, cards);
    return card.isPresent() ? card : choose(wanted, others);
  }

  private static Optional<Target> choose(String wanted, List<CaptureDevice> devices)
      throws CaptureException {
    return DeviceChoice.find(wanted, devices).map(device -> new Target(device.name(), false));
  }
}
