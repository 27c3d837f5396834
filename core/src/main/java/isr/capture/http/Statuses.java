package isr.capture.http;

import isr.capture.CaptureException;
import java.util.Optional;

/** What an answer's status and coding mean for a recorder. */
final class Statuses {
  private Statuses() {}

  /**
   * Returns when a stream follows.
   *
   * @param authorized whether user name and password were sent
   * @throws CaptureException with what the status means; not retryable only where nothing but a
   *     change of the configuration helps
   */
  static void check(ResponseHead head, boolean authorized) throws CaptureException {
    if (head.status() != 200 && head.status() != 206) {
      String wait = head.field("retry-after").map(Statuses::wait).orElse("");
      boolean retryable = head.status() != 401 || authorized;
      throw new CaptureException(
          head.url() + ": " + meaning(head.status(), authorized) + wait, retryable);
    }
    Optional<String> coding =
        head.field("content-encoding").filter(c -> !c.equalsIgnoreCase("identity"));
    if (coding.isPresent()) {
      throw new CaptureException(
          head.url()
              + ": the server compresses the stream ("
              + Shown.clean(coding.get(), 40)
              + "), which is not supported; it was asked for identity",
          false);
    }
  }

  private static String wait(String retryAfter) {
    return "; the server asks to wait: Retry-After: " + Shown.clean(retryAfter, 40);
  }

  private static String meaning(int status, boolean authorized) {
    return switch (status) {
      case 401 ->
          authorized
              ? "user name or password refused (401)"
              : "a user name and password are required (401)";
      case 403 -> "access forbidden (403)";
      case 404 -> "no such mount (404)";
      case 407 -> "the proxy requires authentication (407)";
      case 410 -> "the mount is gone for good (410)";
      default ->
          status >= 500 ? "the server fails (" + status + ")" : "unexpected status " + status;
    };
  }
}
