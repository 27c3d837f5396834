package isr.capture.javasound;

import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sound.sampled.Mixer;

/**
 * Mixers as devices with stable names.
 *
 * <p>On Linux the JDK calls them {@code ID [plughw:CARD,DEV]}, ID being the card's identity and
 * CARD its index, which changes; and {@code default [default]}. Elsewhere a mixer's name is taken
 * as it is.
 */
final class MixerNames {
  private static final Pattern ALSA_NAME =
      Pattern.compile("(?<id>.*) \\[(default|plughw:(?<card>\\d+),(?<dev>\\d+)(,\\d+)?)\\]");

  private static final String DESCRIPTION_PREFIX = "Direct Audio Device: ";

  private MixerNames() {}

  /** The device that a mixer is. */
  static CaptureDevice device(
      Mixer.Info info, State state, Optional<String> detail, Optional<Abilities> abilities) {
    Set<String> names = names(info.getName());
    String name = names.iterator().next();
    String description = description(info);
    return new CaptureDevice(
        name,
        description,
        JavaSoundDevices.BACKEND,
        kind(name, description),
        names.stream().skip(1).toList(),
        state,
        detail,
        abilities);
  }

  /** Whether the JDK means a PCM of ALSA, and not a card's volume controls. */
  static boolean isAlsaPcm(Mixer.Info info) {
    return ALSA_NAME.matcher(info.getName()).matches();
  }

  /** The stable one first. */
  private static Set<String> names(String mixer) {
    Set<String> names = new LinkedHashSet<>();
    Matcher alsa = ALSA_NAME.matcher(mixer);
    if (alsa.matches() && alsa.group("card") == null) {
      names.add("default");
    } else if (alsa.matches()) {
      for (String type : List.of("plughw", "hw")) {
        addNames(type, alsa.group("id"), alsa.group("dev"), names);
        addNames(type, alsa.group("card"), alsa.group("dev"), names);
      }
    }
    names.add(mixer);
    return names;
  }

  /** The ways to write a PCM; alsa-lib conf/pcm/hw.conf: arguments CARD, DEV and SUBDEV. */
  private static void addNames(String type, String card, String dev, Set<String> names) {
    names.add(type + ":CARD=" + card + ",DEV=" + dev);
    names.add(type + ":" + card + "," + dev);
    if (dev.equals("0")) {
      names.add(type + ":CARD=" + card);
      names.add(type + ":" + card);
    }
  }

  private static String description(Mixer.Info info) {
    String text = info.getDescription();
    return text.startsWith(DESCRIPTION_PREFIX) ? text.substring(DESCRIPTION_PREFIX.length()) : text;
  }

  private static Kind kind(String name, String description) {
    String text = (name + " " + description).toLowerCase(Locale.ROOT);
    if (text.contains("loopback") || text.contains("monitor")) {
      return Kind.MONITOR;
    }
    return name.equals("default") ? Kind.VIRTUAL : Kind.HARDWARE;
  }
}
