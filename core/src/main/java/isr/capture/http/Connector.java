package isr.capture.http;

import isr.capture.CaptureException;
import isr.capture.http.Statuses.Login;
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
  private final Digests digests;
  private final String userAgent;

  Connector(
      Transport http,
      Transport lenient,
      LenientUrls lenientUrls,
      Digests digests,
      String userAgent) {
    this.http = http;
    this.lenient = lenient;
    this.lenientUrls = lenientUrls;
    this.digests = digests;
    this.userAgent = userAgent;
  }

  /**
   * Asks for the next URL of the route and follows redirects until there is a body. Blocks; can be
   * interrupted except while a name is looked up.
   *
   * @param limit how long each answer may take
   * @throws IOException when there is no body, with the reason
   */
  Response connect(StreamSpec spec, Route route, Duration limit)
      throws IOException, InterruptedException {
    while (true) {
      URI url = route.url();
      Answer answer = ask(spec, url, limit);
      boolean accepted = false;
      try {
        boolean configured = route.isAtStart();
        if (!route.redirects(answer.response().head())) {
          Statuses.check(answer.response().head(), answer.login(), configured);
          accepted = true;
          return answer.response();
        }
      } finally {
        if (!accepted) {
          answer.response().body().cancel();
        }
      }
    }
  }

  /** An answer, and what the server had been told about who asks. */
  private record Answer(Response response, Login login) {}

  private Answer ask(StreamSpec spec, URI url, Duration limit)
      throws IOException, InterruptedException {
    Optional<Credentials> credentials = spec.credentials();
    if (credentials.isEmpty()) {
      return new Answer(get(url, fields(), limit), Login.NONE);
    }
    return Urls.sameOrigin(spec.url(), url)
        ? login(url, credentials.get(), limit)
        : new Answer(get(url, fields(), limit), Login.ELSEWHERE);
  }

  /** Asks until the credentials have been sent in the way that the server wants them. */
  private Answer login(URI url, Credentials credentials, Duration limit)
      throws IOException, InterruptedException {
    Digests.Login login = digests.login(url, credentials);
    while (true) {
      Map<String, String> fields = fields();
      Optional<String> authorization = login.authorization();
      authorization.ifPresent(value -> fields.put("Authorization", value));
      Response response = get(url, fields, limit);
      if (!login.tryAgain(response.head())) {
        return new Answer(response, authorization.isPresent() ? Login.SENT : Login.WITHHELD);
      }
      response.body().cancel();
    }
  }

  private Response get(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException {
    if (!Authority.isPlain(url)) {
      return getWithoutClient(url, fields, limit);
    }
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

  /** From a host that {@code java.net.http} takes for none. */
  private Response getWithoutClient(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException {
    if (Urls.isHttps(url)) {
      throw new CaptureException(
          url + ": a host name with _ or the like is supported with http only", true);
    }
    try {
      return lenient.get(url, fields, limit);
    } catch (ForeignAnswerException e) {
      throw new CaptureException(String.valueOf(e.getMessage()), true);
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

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("User-Agent", userAgent);
    fields.put("Accept", "*/*");
    fields.put("Accept-Encoding", "identity");
    fields.put("Icy-MetaData", "1");
    return fields;
  }
}
