package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureException;
import isr.capture.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
  private static final String OK = "HTTP/1.0 200 OK";

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsARelativeLocationOnTheSameHostWithCredentials(int status) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                to(status, "../other mount?a=b"), visitor -> visitor.head(OK).send("audio"));
        Running running = start(server.url("/radio/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
      assertThat(server.takeRequest()).anyMatch(RedirectTest::authorizes);
      List<String> second = server.takeRequest();
      assertThat(second).contains("GET /other%20mount?a=b HTTP/1.1");
      assertThat(second).anyMatch(RedirectTest::authorizes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?sid=1, /radio/live?sid=1",
    "../../../a?b, /a?b",
    "/../..//h/a, //h/a",
    "/.., /",
    "./a/../b, /radio/b"
  })
  void resolvesAReferenceAsRfc3986Does(String reference, String path) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(to(302, reference), visitor -> visitor.head(OK).send("audio"));
        Running running = Running.start(server.url("/radio/live?old"))) {
      running.awaitEnd();
      server.takeRequest();
      assertThat(server.takeRequest()).contains("GET " + path + " HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"#top", "?old"})
  void aReferenceToItselfIsACircle(String reference) throws Exception {
    try (ScriptedServer server = new ScriptedServer(to(302, reference));
        Running running = Running.start(server.url("/radio/live?old"))) {
      assertThat(running.awaitFailure()).hasMessageContaining("redirects in a circle");
    }
  }

  @Test
  void dropsCredentialsOnTheWayToAnotherPort() throws Exception {
    try (ScriptedServer other = new ScriptedServer(visitor -> visitor.head(OK).send("audio"));
        ScriptedServer server = new ScriptedServer(to(302, other.url("/live")));
        Running running = start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
      assertThat(server.takeRequest()).anyMatch(RedirectTest::authorizes);
      assertThat(other.takeRequest()).noneMatch(RedirectTest::authorizes);
    }
  }

  @Test
  void dropsCredentialsOnTheWayToAnotherNameOfTheHost() throws Exception {
    try (ScriptedServer server = new ScriptedServer();
        Running running = startTo(server)) {
      running.awaitEnd();
      assertThat(server.takeRequest()).anyMatch(RedirectTest::authorizes);
      assertThat(server.takeRequest()).noneMatch(RedirectTest::authorizes);
    }
  }

  private static Running startTo(ScriptedServer server) {
    server.then(to(302, "http://localhost:" + server.port() + "/live"));
    server.then(visitor -> visitor.head(OK).send("audio"));
    return start(server.url("/live"));
  }

  @Test
  void neverSendsWhatTheLocationHoldsAsCredentials() throws Exception {
    try (ScriptedServer other = new ScriptedServer(visitor -> visitor.head(OK).send("audio"));
        ScriptedServer server =
            new ScriptedServer(to(302, "http://a:b@127.0.0.1:" + other.port() + "/live#x"));
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(other.takeRequest())
          .contains("GET /live HTTP/1.1")
          .noneMatch(RedirectTest::authorizes);
    }
  }

  @Test
  void callsACircleAFailure() throws Exception {
    try (ScriptedServer server = new ScriptedServer(to(302, "/b"), to(302, "/a"));
        Running running = Running.start(server.url("/a"))) {
      assertThat(running.awaitFailure())
          .isInstanceOf(CaptureException.class)
          .hasMessageContaining("redirects in a circle");
      assertThat(server.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void followsTenRedirectsAndNoMore() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      for (int i = 1; i <= 11; i++) {
        server.then(to(302, "/hop" + i));
      }
      try (Running running = Running.start(server.url("/start"))) {
        assertThat(running.awaitFailure()).hasMessageContaining("redirects more than 10 times");
        assertThat(server.requestCount()).isEqualTo(11);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "jar:http://127.0.0.1/x!/y",
    "http:///nohost",
    "//",
    "http://[::1",
    "javascript:alert(1)",
    "http://u:secret@/x"
  })
  void goesNowhereButToHttp(String location) throws Exception {
    try (ScriptedServer server = new ScriptedServer(to(302, location));
        Running running = Running.start(server.url("/live"))) {
      Throwable failure = running.awaitFailure();
      assertThat(failure).hasMessageContaining("redirects to what is no http or https URL");
      assertThat(failure.getMessage()).doesNotContain("secret");
    }
  }

  @Test
  void saysThatTheLocationIsMissing() throws Exception {
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head("HTTP/1.0 302 Found"));
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure()).hasMessageContaining("redirects without a Location");
    }
  }

  private static ScriptedServer.Script to(int status, String location) {
    return visitor ->
        visitor.head("HTTP/1.1 " + status + " x", "Location: " + location, "Content-Length: 0");
  }

  private static Running start(String url) {
    return Running.start(
        Running.source(),
        StreamSpec.of(url, "joe", Secret.of("pw"), "auto"),
        Duration.ofSeconds(20));
  }

  private static boolean authorizes(String line) {
    return line.equals("Authorization: Basic am9lOnB3");
  }
}
