package isr.alsa;

import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureException;
import isr.capture.SoundcardSpec;
import java.util.Optional;

/** Says why a PCM can not be opened, and what to do about it. */
final class OpenFailure {
  private OpenFailure() {}

  /**
   * What is known around a failure.
   *
   * @param error what libasound calls the errno
   * @param said libasound's own message
   * @param holder who has the device open: {@code arecord (pid 321)}
   * @param obstacle why the device file can not be opened, and what to do
   * @param others what could be opened instead, in words
   */
  record Facts(
      String error,
      Optional<String> said,
      Optional<String> holder,
      Optional<String> obstacle,
      String others) {}

  /**
   * The failure of {@code snd_pcm_open}.
   *
   * @param errno negative
   */
  static CaptureException of(String name, int errno, Facts facts) {
    if (facts.obstacle().isPresent() && errno != -Errno.EBUSY) {
      return new CaptureException(name + ": " + facts.obstacle().get(), true);
    }
    return switch (-errno) {
      case Errno.EBUSY -> busy(name, facts.holder());
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> absent(name, facts);
      case Errno.ECONNREFUSED, Errno.ETIMEDOUT, Errno.EHOSTDOWN ->
          new CaptureException(
              "%s: the sound server does not answer (%s); does it run, for this user?"
                  .formatted(name, facts.error()),
              true);
      default ->
          new CaptureException(
              "%s can not be opened: %s%s".formatted(name, facts.error(), said(facts)),
              errno != -Errno.EINVAL);
    };
  }

  private static CaptureException busy(String name, Optional<String> holder) {
    return new CaptureException(
        "%s is in use%s; stop that%s"
            .formatted(
                name,
                holder.map(who -> " by " + who).orElse(" by another program"),
                name.contains("hw:") ? ", or share the card with dsnoop (see asound.conf)" : ""),
        true);
  }

  private static CaptureException absent(String name, Facts facts) {
    return CaptureException.absent(
        "no such device: %s%s; %s".formatted(name, said(facts), facts.others()));
  }

  private static String said(Facts facts) {
    return facts.said().map(text -> " (" + text + ")").orElse("");
  }

  /** The device does not do what was asked. */
  static CaptureException unable(String name, SoundcardSpec spec, Optional<Abilities> abilities) {
    return new CaptureException(
        "%s can not record %d Hz, %d channel%s, %d bits%s%s"
            .formatted(
                name,
                spec.sampleRateHz(),
                spec.channels(),
                spec.channels() == 1 ? "" : "s",
                spec.sampleFormat().bits(),
                abilities.map(can -> "; it can: " + PcmAbilities.describe(can)).orElse(""),
                name.startsWith("hw:") ? "; device = \"plug" + name + "\" lets ALSA convert" : ""),
        false);
  }
}
