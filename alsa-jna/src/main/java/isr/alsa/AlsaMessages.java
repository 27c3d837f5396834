package isr.alsa;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import isr.alsa.lib.ErrorCalls;
import isr.alsa.lib.Libasound;
import isr.alsa.lib.Libc;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libasound would write to stderr: to the log, and to whoever explains a failure. */
final class AlsaMessages {
  private static final Logger LOG = LoggerFactory.getLogger(AlsaMessages.class);
  private static final int LONGEST = 1024;

  /** libasound keeps a pointer to it: it must never be collected. */
  private static final ErrorCalls.LocalErrorHandler HANDLER = AlsaMessages::take;

  private static final ThreadLocal<Optional<String>> FIRST =
      ThreadLocal.withInitial(Optional::empty);
  private static final ThreadLocal<Boolean> LISTENING = ThreadLocal.withInitial(() -> false);

  private AlsaMessages() {}

  /**
   * From here on takes what is said on this thread; versions that can not are left alone.
   *
   * @throws UnsatisfiedLinkError when there is no libasound
   */
  static void listen() {
    if (LISTENING.get()) {
      return;
    }
    LISTENING.set(true);
    try {
      Libasound.load()
          .getFunction(ErrorCalls.SND_LIB_ERROR_SET_LOCAL)
          .invoke(Pointer.class, new Object[] {HANDLER});
    } catch (UnsatisfiedLinkError e) {
      LOG.debug("libasound's messages go to stderr: {}", e.getMessage());
    }
  }

  /** The first message on this thread since the last call: the deepest cause. */
  static Optional<String> first() {
    Optional<String> first = FIRST.get();
    FIRST.remove();
    return first;
  }

  private static void take(
      Pointer file, int line, Pointer function, int err, Pointer format, Pointer arg) {
    try {
      String text = text(format, arg);
      if (err != 0) {
        text += ": " + ErrorCalls.snd_strerror(err);
      }
      LOG.debug("libasound: {} ({})", text, function.getString(0, "UTF-8"));
      if (FIRST.get().isEmpty()) {
        FIRST.set(Optional.of(text));
      }
    } catch (RuntimeException e) {
      LOG.debug("a message of libasound could not be read", e);
    }
  }

  private static String text(Pointer format, Pointer arg) {
    try (Memory buffer = new Memory(LONGEST)) {
      Libc.vsnprintf(buffer, new NativeLong(LONGEST), format, arg);
      return buffer.getString(0, "UTF-8").strip();
    }
  }
}
