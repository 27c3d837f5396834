package isr.alsa;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.Control;
import isr.alsa.lib.Libc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The PCMs that ALSA's configuration offers for capture, besides the cards' own. */
final class Hints {
  /** Converters without a device of their own, what only plays, and other names of hardware. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "null",
          "lavrate",
          "samplerate",
          "speex",
          "speexrate",
          "jack",
          "oss",
          "upmix",
          "vdownmix",
          "hw",
          "plughw",
          "front",
          "rear",
          "center_lfe",
          "side",
          "iec958",
          "spdif",
          "hdmi",
          "dmix",
          "modem",
          "phoneline",
          "usbstream");

  private Hints() {}

  /**
   * A PCM.
   *
   * @param name to open it by
   * @param description for people, in one line
   */
  record Hint(String name, String description) {
    boolean isMonitor() {
      return (name + description).toLowerCase(java.util.Locale.ROOT).contains("monitor");
    }
  }

  /** What is there now. */
  static List<Hint> read() {
    PointerByReference list = new PointerByReference();
    List<Hint> hints = new ArrayList<>();
    if (Control.snd_device_name_hint(-1, "pcm", list) < 0) {
      return hints;
    }
    Pointer first = list.getValue();
    for (int i = 0; first.getPointer((long) i * Native.POINTER_SIZE) != null; i++) {
      read(first.getPointer((long) i * Native.POINTER_SIZE)).ifPresent(hints::add);
    }
    Control.snd_device_name_free_hint(first);
    return hints;
  }

  private static Optional<Hint> read(Pointer hint) {
    String name = value(hint, "NAME").orElse("");
    boolean onlyPlays = value(hint, "IOID").filter("Output"::equals).isPresent();
    if (onlyPlays || !isOffered(name)) {
      return Optional.empty();
    }
    String description = value(hint, "DESC").orElse(name).replaceAll("\\s*\n\\s*", ", ");
    return Optional.of(new Hint(name, description));
  }

  /** Whether a name is worth offering. */
  static boolean isOffered(String name) {
    String base = name.replaceFirst(":.*", "");
    return !base.isEmpty() && !LEFT_OUT.contains(base) && !base.startsWith("surround");
  }

  private static Optional<String> value(Pointer hint, String id) {
    Pointer text = Control.snd_device_name_get_hint(hint, id);
    if (text == null) {
      return Optional.empty();
    }
    String value = text.getString(0, "UTF-8");
    Libc.free(text);
    return Optional.of(value);
  }
}
