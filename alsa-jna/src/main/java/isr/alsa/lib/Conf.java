package isr.alsa.lib;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** {@code alsa/conf.h}. */
public final class Conf {
  private Conf() {}

  /** Takes a reference to the configuration, which is read when it has changed. */
  public static native int snd_config_update_ref(PointerByReference top);

  /** Gives a reference back. */
  public static native void snd_config_unref(Pointer top);

  /** Forgets the configuration; the next use reads it anew. */
  public static native int snd_config_update_free_global();

  /** Looks for a node, such as {@code pcm.default}; -ENOENT when there is none. */
  public static native int snd_config_search(Pointer config, String key, PointerByReference result);
}
