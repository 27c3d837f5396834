package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureException;
import isr.capture.Secret;
import isr.testing.Await;
import isr.testing.ChildProcess;
import isr.testing.Exec;
import isr.testing.Loopback;
import isr.testing.RequiresTools;
import isr.testing.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in to a server that asks for digest authentication. */
class DigestLoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "'', true",
    "MD5, true",
    "MD5-sess, true",
    "SHA-256, false",
    "SHA-256, true",
    "SHA-256-sess, true",
    "SHA-512-256, true"
  })
  void logsInAgainAndAgain(String algorithm, boolean qop) throws Exception {
    DigestServer digest = new DigestServer(algorithm, qop, "joe:p\u00e4ss");
    HttpCaptureSource source = Running.source();
    try (ScriptedServer server = new ScriptedServer()) {
      for (int i = 0; i < 7; i++) {
        server.then(digest::play);
      }
      StreamSpec spec =
          StreamSpec.of(server.url("/live?a=b"), "joe", Secret.of("p\u00e4ss"), "auto");
      for (int i = 0; i < 4; i++) {
        Running running = Running.start(source, spec, LONG);
        running.awaitEnd();
        assertThat(running.sink.audioText()).isEqualTo("audio");
      }
      // Basic was refused once; the third nonce's first use says that the second is stale.
      assertThat(server.requestCount()).isEqualTo(6);
      assertThat(server.takeRequest()).anyMatch(line -> line.startsWith("Authorization: Basic"));
      assertThat(server.takeRequest()).anyMatch(line -> line.startsWith("Authorization: Digest"));
    }
  }

  /** The test's server is judged by somebody else's client. */
  @ParameterizedTest
  @CsvSource({"'', false", "MD5, true", "MD5-sess, true", "SHA-256, true", "SHA-256-sess, true"})
  @RequiresTools("curl")
  void curlLogsInToTheTestsServer(String algorithm, boolean qop) throws Exception {
    DigestServer digest = new DigestServer(algorithm, qop, "joe:pass");
    try (ScriptedServer server = new ScriptedServer(digest::play, digest::play)) {
      assertThat(
              Exec.command("curl", "-s", "--digest", "-u", "joe:pass", server.url("/live?a=b"))
                  .run()
                  .orFail()
                  .stdout())
          .isEqualTo("audio");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  @RequiresTools("lighttpd")
  void logsInToLighttpd(String algorithm, @TempDir Path directory) throws Exception {
    Path program = Tools.find("lighttpd").orElseThrow().toRealPath();
    Path modules = program.resolveSibling("../lib/lighttpd").normalize();
    int port = Loopback.freePort();
    Files.writeString(directory.resolve("users"), "joe:p\u00e4ss\n");
    Files.writeString(directory.resolve("live.mp3"), "audio");
    Path config = directory.resolve("lighttpd.conf");
    Files.writeString(config, LIGHTTPD.formatted(directory, port, directory, algorithm));
    StreamSpec spec =
        StreamSpec.of(
            "http://127.0.0.1:" + port + "/live.mp3?a=b", "joe", Secret.of("p\u00e4ss"), "auto");
    HttpCaptureSource source = Running.source();
    try (ChildProcess server =
        ChildProcess.start(
            program.toString(), "-D", "-m", modules.toString(), "-f", config.toString())) {
      Await.until("lighttpd", LONG, () -> Loopback.isListening(port));
      for (int i = 0; i < 3; i++) {
        Running running = Running.start(source, spec, LONG);
        running.awaitEnd();
        assertThat(running.sink.audioText()).isEqualTo("audio");
      }
      assertThat(server.isAlive()).isTrue();
    }
  }

  private static final String LIGHTTPD =
      """
      server.document-root = "%s"
      server.port = %d
      server.bind = "127.0.0.1"
      server.modules = ("mod_auth", "mod_authn_file")
      auth.backend = "plain"
      auth.backend.plain.userfile = "%s/users"
      auth.require = ("/" => ("method" => "digest", "realm" => "radio",
                              "require" => "valid-user", "algorithm" => "%s"))
      """;

  @Test
  void givesUpWithAWrongPassword() throws Exception {
    DigestServer digest = new DigestServer("MD5", true, "joe:right");
    try (ScriptedServer server = new ScriptedServer(digest::play, digest::play, digest::play);
        Running running = start(server.url("/live"))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessageEndingWith("user name or password refused (401)");
      assertThat(failure.retryable()).isTrue();
      assertThat(server.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void doesNotGoInCirclesWithAServerWhoseNonceIsAlwaysStale() throws Exception {
    ScriptedServer.Script stale =
        visitor ->
            visitor.head(
                "HTTP/1.0 401 No", "WWW-Authenticate: Digest realm=r, nonce=n, stale=true");
    try (ScriptedServer server = new ScriptedServer(stale, stale, stale, stale);
        Running running = start(server.url("/live"))) {
      assertThat(running.awaitFailure()).hasMessageContaining("(401)");
      assertThat(server.requestCount()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WWW-Authenticate: Basic realm=r",
        "WWW-Authenticate: Digest realm=r, nonce=n, algorithm=SHA3",
        "X-Nothing: to say"
      })
  void neverSendsThePasswordInClearAfterDigest(String challenge) throws Exception {
    DigestServer digest = new DigestServer("MD5", true, "joe:pw");
    HttpCaptureSource source = Running.source();
    ScriptedServer.Script asks = visitor -> visitor.head("HTTP/1.0 401 No", challenge);
    try (ScriptedServer server =
        new ScriptedServer(digest::play, digest::play, asks, asks, asks, digest::play)) {
      StreamSpec spec = StreamSpec.of(server.url("/live"), "joe", Secret.of("pw"), "auto");
      Running.start(source, spec, LONG).awaitEnd();
      CaptureException failure =
          (CaptureException) Running.start(source, spec, LONG).awaitFailure();
      assertThat(failure)
          .hasMessageContaining("user name or password refused (401): the server asked for digest");
      assertThat(failure.retryable()).isTrue();
      Running.start(source, spec, LONG).awaitFailure();
      server.takeRequest();
      while (server.requestCount() > 0) {
        assertThat(server.takeRequest()).noneMatch(line -> line.contains("Basic"));
      }
    }
  }

  @Test
  void logsInAgainAfterOneAnswerWithoutAChallenge() throws Exception {
    DigestServer digest = new DigestServer("MD5", true, "joe:pw");
    HttpCaptureSource source = Running.source();
    try (ScriptedServer server =
        new ScriptedServer(
            digest::play,
            digest::play,
            visitor -> visitor.head("HTTP/1.0 401 No"),
            digest::play,
            digest::play)) {
      StreamSpec spec = StreamSpec.of(server.url("/live"), "joe", Secret.of("pw"), "auto");
      Running.start(source, spec, LONG).awaitEnd();
      Running again = Running.start(source, spec, LONG);
      again.awaitEnd();
      assertThat(again.sink.audioText()).isEqualTo("audio");
    }
  }

  @Test
  void anotherPathOfAHostThatAskedForDigestIsAskedFirst() throws Exception {
    DigestServer digest = new DigestServer("MD5", true, "joe:pw");
    HttpCaptureSource source = Running.source();
    try (ScriptedServer server =
        new ScriptedServer(
            digest::play,
            digest::play,
            visitor -> visitor.head("HTTP/1.0 302 Found", "Location: /other"),
            visitor -> visitor.head("HTTP/1.0 200 OK").send("audio"))) {
      StreamSpec spec = StreamSpec.of(server.url("/live"), "joe", Secret.of("pw"), "auto");
      Running.start(source, spec, LONG).awaitEnd();
      Running.start(source, spec, LONG).awaitEnd();
      for (int i = 0; i < 3; i++) {
        server.takeRequest();
      }
      assertThat(server.takeRequest())
          .contains("GET /other HTTP/1.1")
          .noneMatch(line -> line.startsWith("Authorization"));
    }
  }

  @Test
  void neverLogsInToAnotherHost() throws Exception {
    ScriptedServer.Script asks =
        visitor -> visitor.head("HTTP/1.0 401 No", "WWW-Authenticate: Digest realm=r, nonce=n");
    try (ScriptedServer other = new ScriptedServer(asks, asks);
        ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.0 302 Found", "Location: " + other.url("/live")));
        Running running = start(server.url("/live"))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure)
          .hasMessageContaining("a user name and password are required (401)")
          .hasMessageContaining("those of the configuration are not for this address");
      assertThat(failure.retryable()).isTrue();
      assertThat(other.requestCount()).isEqualTo(1);
      assertThat(other.takeRequest()).noneMatch(line -> line.startsWith("Authorization"));
    }
  }

  @Test
  void namesALoginThatItDoesNotSpeak() throws Exception {
    ScriptedServer.Script asks =
        visitor -> visitor.head("HTTP/1.0 401 No", "WWW-Authenticate: NTLM");
    try (ScriptedServer server = new ScriptedServer(asks);
        Running running = start(server.url("/live"))) {
      assertThat(running.awaitFailure())
          .hasMessageEndingWith("the server wants a login that is not supported (401): NTLM");
    }
  }

  private static Running start(String url) {
    return Running.start(
        Running.source(), StreamSpec.of(url, "joe", Secret.of("pw"), "auto"), LONG);
  }
}
