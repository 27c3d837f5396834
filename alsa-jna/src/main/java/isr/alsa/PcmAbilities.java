package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import isr.alsa.lib.Pcm;
import isr.audio.SampleFormat;
import isr.capture.CaptureDevice.Abilities;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks an open PCM what it can do. */
final class PcmAbilities {
  private static final List<Integer> RATES_HZ =
      List.of(
          8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
          176_400, 192_000, 352_800, 384_000);

  private PcmAbilities() {}

  /**
   * What it takes now; empty when it does not say.
   *
   * @param pcm open, not set up
   * @param converts whether a plug may convert rates
   */
  static Optional<Abilities> of(Pointer pcm, boolean converts) {
    try (Owned params = params()) {
      Pointer hw = params.pointer();
      IntByReference channels = new IntByReference();
      if (!any(pcm, hw, converts) || Pcm.snd_pcm_hw_params_get_channels_min(hw, channels) < 0) {
        return Optional.empty();
      }
      int fewest = channels.getValue();
      if (Pcm.snd_pcm_hw_params_get_channels_max(hw, channels) < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Abilities(fewest, channels.getValue(), rates(pcm, hw), formats(pcm, converts)));
    }
  }

  static Owned params() {
    return Owned.of(Pcm::snd_pcm_hw_params_malloc, Pcm::snd_pcm_hw_params_free);
  }

  private static boolean any(Pointer pcm, Pointer hw, boolean converts) {
    int error = Pcm.snd_pcm_hw_params_any(pcm, hw);
    if (error >= 0 && !converts) {
      Pcm.snd_pcm_hw_params_set_rate_resample(pcm, hw, 0);
    }
    return error >= 0;
  }

  private static List<Integer> rates(Pointer pcm, Pointer hw) {
    return RATES_HZ.stream()
        .filter(rate -> Pcm.snd_pcm_hw_params_test_rate(pcm, hw, rate, 0) >= 0)
        .toList();
  }

  private static List<SampleFormat> formats(Pointer pcm, boolean converts) {
    return Arrays.stream(SampleFormat.values())
        .filter(
            wanted ->
                CardFormat.of(wanted).stream().anyMatch(stored -> gives(pcm, stored, converts)))
        .toList();
  }

  private static boolean gives(Pointer pcm, CardFormat stored, boolean converts) {
    try (Owned params = params()) {
      return any(pcm, params.pointer(), converts) && choose(pcm, params.pointer(), stored);
    }
  }

  /** Restricts the parameters to the format, if the card has it. */
  static boolean choose(Pointer pcm, Pointer hw, CardFormat stored) {
    return Pcm.snd_pcm_hw_params_test_format(pcm, hw, stored.alsaFormat()) >= 0
        && Pcm.snd_pcm_hw_params_set_format(pcm, hw, stored.alsaFormat()) >= 0
        && stored.takes(Pcm.snd_pcm_hw_params_get_sbits(hw));
  }

  /** What a device can do, in words. */
  static String describe(Abilities abilities) {
    String channels =
        abilities.minChannels() == abilities.maxChannels()
            ? abilities.minChannels() + (abilities.maxChannels() == 1 ? " channel" : " channels")
            : abilities.minChannels() + " to " + abilities.maxChannels() + " channels";
    return "%s; %s Hz; %s bits"
        .formatted(
            channels,
            list(abilities.ratesHz()),
            list(abilities.formats().stream().map(SampleFormat::bits).toList()));
  }

  private static String list(List<Integer> values) {
    return values.isEmpty()
        ? "none of the usual"
        : values.stream()
            .map(value -> String.format(Locale.ROOT, "%d", value))
            .collect(Collectors.joining(", "));
  }
}
