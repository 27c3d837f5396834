package isr.alsa.lib;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/** Binds the classes of this package to the shared libraries. */
public final class Libasound {
  /** The soname: the plain {@code libasound.so} comes only with the development package. */
  public static final String NAME = "libasound.so.2";

  private static final Map<String, Object> OPTIONS =
      Map.of(Library.OPTION_STRING_ENCODING, "UTF-8");

  private Libasound() {}

  /**
   * Loads libasound and binds {@link Conf}, {@link Control}, {@link ErrorCalls} and {@link Pcm};
   * may be called again.
   *
   * @return the library, for functions that not every version has
   * @throws UnsatisfiedLinkError when it, a function of it, or JNA's own library can not be loaded
   */
  public static synchronized NativeLibrary load() {
    NativeLibrary library = NativeLibrary.getInstance(NAME, OPTIONS);
    if (!Native.registered(Pcm.class)) {
      Native.register(Conf.class, library);
      Native.register(Control.class, library);
      Native.register(ErrorCalls.class, library);
      Native.register(Libc.class, NativeLibrary.getInstance("c", OPTIONS));
      Native.register(Pcm.class, library);
    }
    return library;
  }
}
