package isr.alsa.lib;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** What libasound leaves to libc: {@code stdlib.h}, {@code stdio.h}, {@code poll.h}. */
public final class Libc {
  /** Bytes of a {@code struct pollfd}: {@code int fd; short events; short revents}. */
  public static final int SIZEOF_POLLFD = 8;

  /** There is something to read. */
  public static final int POLLIN = 0x001;

  /** Something is wrong. */
  public static final int POLLERR = 0x008;

  /** A descriptor is not open. */
  public static final int POLLNVAL = 0x020;

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

  /**
   * How many of the descriptors have something to tell; 0 when the time was over, -1 on failure.
   */
  public static native int poll(Pointer fds, NativeLong nfds, int timeoutMillis);
}
