package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLException;

/**
 * Failures of the network in words that an operator can act on. The exceptions themselves are not
 * kept as causes: their messages repeat what the server sent.
 */
final class Failures {
  private static final int MAX_TEXT = 200;

  private Failures() {}

  /** There is no answer. */
  static CaptureException connecting(URI url, Throwable failure) {
    return new CaptureException(url + ": " + reason(url, failure), true);
  }

  /** The head of the answer did not come in time. */
  static CaptureException silent(URI url, Duration limit) {
    return new CaptureException(url + ": no answer within " + Shown.seconds(limit), true);
  }

  /** The answer is none of HTTP. */
  static ForeignAnswerException foreign(URI url, Throwable failure) {
    return new ForeignAnswerException(url + ": " + text(failure));
  }

  /** The body broke off. */
  static CaptureException broken(URI url, Throwable failure) {
    return new CaptureException(url + ": the connection was lost: " + text(failure), true);
  }

  private static String reason(URI url, Throwable failure) {
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "unknown host " + Urls.host(url);
    }
    if (has(failure, HttpConnectTimeoutException.class)
        || has(failure, SocketTimeoutException.class)) {
      return "could not connect in time";
    }
    if (has(failure, SSLException.class)) {
      return "no secure connection: " + text(failure);
    }
    if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
      // java.net.http tells the same of a peer that closed the connection in the handshake
      return "could not connect to "
          + Urls.host(url)
          + " port "
          + Urls.port(url)
          + (Urls.isHttps(url) ? ", or it does not speak TLS" : "");
    }
    if (has(failure, EOFException.class)) {
      return "the server closed the connection before it answered";
    }
    return "no answer: " + text(failure);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** The message of the innermost cause that has one. */
  private static String text(Throwable failure) {
    String found = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      found = Objects.requireNonNullElse(cause.getMessage(), found);
    }
    return ShownText.clean(found, MAX_TEXT);
  }
}
