package isr.capture.http;

import isr.capture.CaptureException;
import isr.media.ShownText;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the head of an answer, forgiving: a status line of SHOUTcast v1 ({@code ICY 200 OK}) or
 * HTTP/1, then lines that end in LF, with or without CR, then an empty line. A line without a colon
 * is left out.
 */
final class LenientHead {
  /** Bytes of one line. */
  static final int MAX_LINE = 8 << 10;

  /** Bytes of all lines. */
  static final int MAX_HEAD = 64 << 10;

  private static final Pattern STATUS =
      Pattern.compile("(?:ICY|HTTP/1\\.[01])\\s++([1-5][0-9]{2})(?:\\s.*+)?+");

  private final URI url;
  private final StringBuilder line = new StringBuilder();
  private final ResponseHead.Fields fields = new ResponseHead.Fields();
  private int byteCount;
  private int status;

  LenientHead(URI url) {
    this.url = url;
  }

  /**
   * Takes bytes up to the end of the head.
   *
   * @return whether the head is complete; the buffer is then at the first byte of the body, else it
   *     is consumed
   * @throws CaptureException when a limit is exceeded
   * @throws ForeignAnswerException when the first line is another's
   */
  boolean take(ByteBuffer bytes) throws CaptureException, ForeignAnswerException {
    while (bytes.hasRemaining()) {
      char c = (char) (bytes.get() & 0xFF);
      byteCount++;
      if (c == '\n') {
        if (endsHead()) {
          return true;
        }
      } else {
        line.append(c);
      }
      if (line.length() > MAX_LINE || byteCount > MAX_HEAD) {
        throw new CaptureException(
            url
                + ": the head of the answer is longer than "
                + MAX_HEAD
                + " bytes, or a line of it"
                + " than "
                + MAX_LINE,
            true);
      }
    }
    return false;
  }

  private boolean endsHead() throws ForeignAnswerException {
    String text = line.toString().stripTrailing();
    line.setLength(0);
    if (status == 0) {
      status = status(text);
      return false;
    }
    int colon = text.indexOf(':');
    if (colon > 0) {
      fields.add(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
    return text.isEmpty();
  }

  private int status(String text) throws ForeignAnswerException {
    Matcher matcher = STATUS.matcher(text);
    if (!matcher.matches()) {
      throw new ForeignAnswerException(
          url + ": expected ICY 200 OK or HTTP/1, found \"" + ShownText.clean(text, 80) + "\"");
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** What was read. */
  ResponseHead head() {
    return new ResponseHead(url, status, fields.byName());
  }

  /** A request of HTTP/1.0, so that the body is not chunked. */
  static ByteBuffer request(URI url, Map<String, String> fields) {
    StringBuilder text = new StringBuilder("GET ").append(url.getRawPath());
    if (url.getRawQuery() != null) {
      text.append('?').append(url.getRawQuery());
    }
    text.append(" HTTP/1.0\r\nHost: ").append(url.getRawAuthority()).append("\r\n");
    fields.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return StandardCharsets.US_ASCII.encode(text.append("\r\n").toString());
  }
}
