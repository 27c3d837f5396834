package isr.capture.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a stream's settings to its first byte: requests, redirects, credentials, errors. */
final class Connector {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final Transport http;
  private final Transport lenient;
  private final LenientUrls lenientUrls;
  private final String userAgent;

  Connector(Transport http, Transport lenient, LenientUrls lenientUrls, String userAgent) {
    this.http = http;
    this.lenient = lenient;
    this.lenientUrls = lenientUrls;
    this.userAgent = userAgent;
  }

  /**
   * Asks for the stream and follows redirects until it is there. Blocks; can be interrupted except
   * while a name is looked up.
   *
   * @param limit how long each answer may take
   * @throws IOException when there is no stream, with the reason
   */
  Response connect(StreamSpec spec, Duration limit) throws IOException, InterruptedException {
    Redirects redirects = new Redirects();
    URI url = spec.url();
    while (true) {
      Optional<Credentials> credentials =
          Urls.sameOrigin(spec.url(), url) ? spec.credentials() : Optional.empty();
      Response response = get(url, fields(credentials), limit);
      boolean accepted = false;
      try {
        Optional<URI> next = redirects.next(response.head());
        if (next.isEmpty()) {
          Statuses.check(response.head(), credentials.isPresent());
          accepted = true;
          return response;
        }
        url = next.get();
        LOG.debug("{} redirects to {}", response.head().url(), url);
      } finally {
        if (!accepted) {
          response.body().cancel();
        }
      }
    }
  }

  private Response get(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException {
    if (lenientUrls.has(url)) {
      try {
        return lenient.get(url, fields, limit);
      } catch (ForeignAnswerException e) {
        lenientUrls.remove(url); // the server has changed
      }
    }
    try {
      return http.get(url, fields, limit);
    } catch (ForeignAnswerException e) {
      return getLeniently(url, fields, limit, e);
    }
  }

  private Response getLeniently(
      URI url, Map<String, String> fields, Duration limit, ForeignAnswerException answer)
      throws IOException, InterruptedException {
    if (Urls.isHttps(url)) {
      throw answer;
    }
    LOG.debug("Asking once more with the lenient client: {}", answer.getMessage());
    Response response = lenient.get(url, fields, limit);
    lenientUrls.add(url);
    return response;
  }

  private Map<String, String> fields(Optional<Credentials> credentials) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("User-Agent", userAgent);
    fields.put("Accept", "*/*");
    fields.put("Accept-Encoding", "identity");
    fields.put("Icy-MetaData", "1");
    credentials.ifPresent(c -> fields.put("Authorization", c.authorization()));
    return fields;
  }
}
