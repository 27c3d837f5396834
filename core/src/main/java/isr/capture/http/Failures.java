package isr.capture.http;

import isr.capture.CaptureException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Failures of the network in words that an operator can act on. The exceptions themselves are not
 * kept as causes: their messages repeat what the server sent.
 */
final class Failures {
  private static final int MAX_TEXT = 200;

  /** The system's words for a connection that its peer ended, and the JDK's. */
  private static final Pattern LOST =
      Pattern.compile("reset|broken pipe|EOF|closed|aborted", Pattern.CASE_INSENSITIVE);

  private Failures() {}

  /** There is no answer. */
  static CaptureException connecting(URI url, Throwable failure) {
    return new CaptureException(url + ": " + reason(url, failure), true);
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
      return "unknown host " + url.getHost();
    }
    if (has(failure, HttpConnectTimeoutException.class)
        || has(failure, SocketTimeoutException.class)) {
      return "could not connect in time";
    }
    if (has(failure, SSLException.class)) {
      return "no secure connection: " + text(failure);
    }
    if (Urls.isHttps(url) && brokeInHandshake(failure)) {
      return "no secure connection: " + text(failure);
    }
    if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
      return "could not connect to " + url.getHost() + " port " + Urls.port(url);
    }
    if (has(failure, EOFException.class)) {
      return "the server closed the connection before it answered";
    }
    return "no answer: " + text(failure);
  }

  /**
   * Whether a connection was there and then lost: java.net.http makes a {@link ConnectException} of
   * that, too, and only keeps the message. A refused connection has none, or says so.
   */
  private static boolean brokeInHandshake(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "");
      if (cause instanceof IOException && LOST.matcher(message).find()) {
        return true;
      }
    }
    return false;
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
    return Shown.clean(found, MAX_TEXT);
  }
}
