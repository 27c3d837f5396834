package isr.web;

import java.util.Map;

/** An answer that is an error, as RFC 9457 has it. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final transient Map<String, String> headers;

  /**
   * An error.
   *
   * @param status of HTTP
   * @param title the same for all errors of the kind
   * @param detail of this one, for people
   */
  public Problem(int status, String title, String detail) {
    this(status, title, detail, Map.of());
  }

  /** An error with headers of its own. */
  Problem(int status, String title, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.headers = Map.copyOf(headers);
  }

  static Problem notFound() {
    return new Problem(404, "Not found", "There is nothing here by that name.");
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The body. */
  record Body(String type, String title, int status, String detail) {}

  Body body() {
    return new Body("about:blank", title, status, String.valueOf(getMessage()));
  }
}
