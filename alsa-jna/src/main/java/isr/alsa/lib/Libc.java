package isr.alsa.lib;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** What libasound leaves to libc: {@code stdlib.h}, {@code stdio.h}. */
public final class Libc {
  private Libc() {}

  /** Gives back what {@link Control#snd_device_name_get_hint} returned. */
  public static native void free(Pointer ptr);

  /**
   * Writes the text of a message.
   *
   * @param ap a {@code va_list}, as a callback was given it
   * @return length of the whole text, of which {@code size} - 1 bytes and a 0 were written at most
   */
  public static native int vsnprintf(Pointer s, NativeLong size, Pointer format, Pointer ap);
}
