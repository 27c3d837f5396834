package isr.alsa.lib;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/** {@code alsa/error.h} and {@code alsa/global.h}. */
public final class ErrorCalls {
  /** {@code snd_lib_error_set_local}; deprecated from alsa-lib 1.2.15 on, hence looked up. */
  public static final String SND_LIB_ERROR_SET_LOCAL = "snd_lib_error_set_local";

  private ErrorCalls() {}

  /** {@code snd_local_error_handler_t}; libasound calls it on the thread that set it. */
  @FunctionalInterface
  public interface LocalErrorHandler extends Callback {
    /**
     * A message.
     *
     * @param err an errno, or 0
     * @param arg a {@code va_list}: a pointer on every machine that isr runs on
     */
    void callback(Pointer file, int line, Pointer function, int err, Pointer format, Pointer arg);
  }

  /** The version, such as 1.2.8. */
  public static native String snd_asoundlib_version();

  /** What an errno means, negative or not. */
  public static native String snd_strerror(int errnum);
}
