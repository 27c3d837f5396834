package isr.capture.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A way to ask a server for a URL; redirects are not followed here. */
interface Transport {
  /**
   * Sends a GET and waits for the head of the answer.
   *
   * @param url http or https
   * @param fields the header fields of the request
   * @param limit how long connecting and the answer may take together
   * @throws IOException when there is no answer; the message is fit for a log
   */
  Response get(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException;
}
