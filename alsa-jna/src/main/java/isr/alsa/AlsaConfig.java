package isr.alsa;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import isr.alsa.lib.Conf;

/** ALSA's configuration: {@code alsa.conf}, {@code asound.conf}, {@code ~/.asoundrc}. */
final class AlsaConfig {
  private AlsaConfig() {}

  /** Has it read anew, with what it says of cards that have come since. */
  static void refresh() {
    Conf.snd_config_update_free_global();
  }

  /** Whether it defines a PCM of that name, which is without arguments. */
  static boolean hasPcm(String name) {
    PointerByReference top = new PointerByReference();
    if (Conf.snd_config_update_ref(top) < 0) {
      return false;
    }
    Pointer config = top.getValue();
    try {
      return Conf.snd_config_search(config, "pcm." + name, new PointerByReference()) >= 0;
    } finally {
      Conf.snd_config_unref(config);
    }
  }
}
