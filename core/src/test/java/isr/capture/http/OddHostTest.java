package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.capture.CaptureException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts with names that {@code java.net.URI} takes for none. */
class OddHostTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Connector connector =
      new Connector(
          (url, fields, limit) -> {
            throw new AssertionError("java.net.http does not take " + url);
          },
          (url, fields, limit) -> new Response(new ResponseHead(url, 200, Map.of()), new NoBody()),
          new LenientUrls(),
          new Digests(),
          "isr");

  private static final class NoBody implements LiveBody {
    @Override
    public void start(Runnable wake) {}

    @Override
    public Batch take() {
      throw new AssertionError("nothing was started");
    }

    @Override
    public void finish() {}

    @Override
    public void cancel() {}
  }

  @Test
  void areAskedByTheLenientClient() throws Exception {
    assertThat(connect("http://my_radio.example:8000/live").head().url())
        .isEqualTo(URI.create("http://my_radio.example:8000/live"));
  }

  @Test
  void areNotAskedByTls() {
    assertThatThrownBy(
            () ->
                connector.connect(
                    StreamSpec.of("http://radio.example/"),
                    new Route(URI.create("https://my_radio.example/"), new Turns()),
                    LIMIT))
        .isInstanceOf(CaptureException.class)
        .hasMessageContaining("supported with http only");
  }

  @Test
  void areToldInTheRequest() {
    String request =
        StandardCharsets.US_ASCII
            .decode(LenientHead.request(URI.create("http://my_radio.example:81/a"), Map.of()))
            .toString();
    assertThat(request).contains("Host: my_radio.example:81\r\n");
  }

  @Test
  void areLookedUp() throws Exception {
    try (Running running = Running.start("http://no_such_host.invalid/live")) {
      assertThat(running.awaitFailure()).hasMessageEndingWith("unknown host no_such_host.invalid");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://r\u00e4dio.example/a, http://xn--rdio-loa.example/a",
    "//my_radio.example:81/a?b, http://my_radio.example:81/a?b"
  })
  void areWhereStrangersLead(String reference, URI target) {
    URI base = URI.create("http://radio.example/list");
    assertThat(Urls.resolve(base, reference, StandardCharsets.UTF_8)).contains(target);
    assertThat(Urls.resolve(base, reference, StandardCharsets.ISO_8859_1)).contains(target);
    assertThat(Urls.sameOrigin(target, URI.create("http://radio.example/"))).isFalse();
  }

  private Response connect(String url) throws IOException, InterruptedException {
    StreamSpec spec = StreamSpec.of(url);
    return connector.connect(spec, new Route(spec.url(), new Turns()), LIMIT);
  }
}
