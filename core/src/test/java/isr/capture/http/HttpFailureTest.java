package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFailureTest {
  private static final String OK = "HTTP/1.0 200 OK";
  private static final Duration SHORT = Duration.ofMillis(300);

  @ParameterizedTest
  @CsvSource({
    "401 Unauthorized, a user name and password are required (401), false",
    "403 Forbidden, access forbidden (403), true",
    "404 Not Found, 'no such mount (404): the station is off the air, or the address is wrong', true",
    "410 Gone, the mount is gone for good (410): look for a new address, true",
    "429 Slow, too many requests (429), true",
    "500 Oops, the server fails (500), true",
    "503 Full, the server fails (503), true",
    "204 No Content, unexpected status 204, true",
    "418 Teapot, unexpected status 418, true"
  })
  void saysWhatAStatusMeans(String status, String message, boolean retryable) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head("HTTP/1.1 " + status, "Content-Length: 0"));
        Running running = Running.start(server.url("/live"))) {
      Throwable failure = running.awaitFailure();
      assertThat(failure).isInstanceOf(CaptureException.class);
      assertThat(failure).hasMessage(server.url("/live") + ": " + message);
      assertThat(((CaptureException) failure).retryable()).isEqualTo(retryable);
    }
  }

  @Test
  void repeatsHowLongTheServerAsksToWait() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head("HTTP/1.0 503 Busy", "Retry-After: 120"));
        Running running = Running.start(server.url("/live"))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessageEndingWith("asks to wait: Retry-After: 120");
      assertThat(failure.retryAfter()).hasValue(Duration.ofMinutes(2));
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void saysThatThePasswordWasRefusedWithoutSayingIt() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.0 401 No", "WWW-Authenticate: Basic realm=\"x\""));
        Running running =
            Running.start(
                Running.source(),
                StreamSpec.of(server.url("/live").replace("//", "//joe:hunter2@")),
                Duration.ofSeconds(20))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessageContaining("user name or password refused");
      assertThat(failure.retryable()).isTrue();
      assertThat(stackTrace(failure)).doesNotContain("hunter2").doesNotContain("joe");
      assertThat(server.takeRequest()).contains("Authorization: Basic am9lOmh1bnRlcjI=");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "X-GZip", "deflate", "br", "compress", "x-compress", "zstd", "none, br"})
  void recordsNoCompressedBodyAndComesBack(String coding) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head(OK, "Content-Encoding: " + coding).send("squeezed"));
        Running running = Running.start(server.url("/live"))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessageContaining("compresses the stream (" + coding + ")");
      assertThat(failure.retryable()).isTrue();
      assertThat(running.sink.audio()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "none", "UTF-8", "audio/mpeg", "binary"})
  void takesACodingThatIsNoneForNone(String coding) throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head(OK, "Content-Encoding: " + coding).send("audio"));
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
    }
  }

  @Test
  void triesAgainWhereOnlyARedirectLedToALogin() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.0 302 Found", "Location: /members"),
                visitor -> visitor.head("HTTP/1.0 401 No"));
        Running running = Running.start(server.url("/live"))) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessageContaining("a user name and password are required (401)");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void tellsWhatCameBeforeAReset() throws Exception {
    byte[] body = HttpCaptureTest.random(5000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK).send(body);
                  Thread.sleep(400); // a reset discards what the peer has not read
                  visitor.reset();
                });
        Running running = Running.start(server.url("/live"))) {
      Throwable failure = running.awaitFailure();
      assertThat(failure).hasMessageContaining("connection was lost");
      assertThat(((CaptureException) failure).retryable()).isTrue();
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void tellsWhatCameBeforeABodyThatIsTooShort() throws Exception {
    byte[] body = HttpCaptureTest.random(5000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.1 200 OK", "Content-Length: 6000").send(body));
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure()).hasMessageContaining("connection was lost");
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void tellsWhatCameBeforeBrokenChunks() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor ->
                    visitor
                        .head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                        .send("4\r\nabcd\r\nno length\r\n")
                        .untilGone());
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure()).isInstanceOf(CaptureException.class);
    }
  }

  @Test
  void callsASilentServerAFailure() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head(OK).send("abc").untilGone());
        Running running =
            Running.start(Running.source(), StreamSpec.of(server.url("/live")), SHORT)) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessage(server.url("/live") + " sent nothing for 0.3 s");
      assertThat(failure.retryable()).isTrue();
      assertThat(running.sink.audioText()).isEqualTo("abc");
    }
  }

  @Test
  void isPatientWithAServerThatSendsOnceInAWhile() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK);
                  for (int i = 0; i < 6; i++) {
                    visitor.send("x");
                    Thread.sleep(SHORT.toMillis() / 3);
                  }
                });
        Running running =
            Running.start(Running.source(), StreamSpec.of(server.url("/live")), SHORT)) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("xxxxxx");
    }
  }

  @Test
  void callsAServerThatNeverAnswersAFailure() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ScriptedServer.Visitor::untilGone);
        Running running =
            Running.start(Running.source(), StreamSpec.of(server.url("/live")), SHORT)) {
      CaptureException failure = (CaptureException) running.awaitFailure();
      assertThat(failure).hasMessage(server.url("/live") + ": no answer within 0.3 s");
      assertThat(failure.retryable()).isTrue();
    }
  }

  @Test
  void givesUpOnAnEndlessHeaderLine() throws Exception {
    byte[] more = "a".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    ScriptedServer.Script endless =
        visitor -> {
          visitor.send("HTTP/1.0 200 OK\r\nX-Endless: ");
          while (true) {
            visitor.send(more);
          }
        };
    try (ScriptedServer server = new ScriptedServer(endless, endless);
        Running running =
            Running.start(
                Running.source(), StreamSpec.of(server.url("/live")), Duration.ofSeconds(10))) {
      Throwable failure = running.awaitFailure();
      assertThat(failure).isInstanceOf(CaptureException.class);
      assertThat(failure.getMessage()).hasSizeLessThan(500);
    }
  }

  @Test
  void saysWhomItCouldNotConnectTo() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (Running running = Running.start("http://127.0.0.1:" + port + "/live")) {
      assertThat(running.awaitFailure())
          .hasMessageEndingWith("could not connect to 127.0.0.1 port " + port);
    }
  }

  @Test
  void saysWhichHostIsUnknown() throws Exception {
    try (Running running = Running.start("http://no-such-host.invalid/live")) {
      assertThat(running.awaitFailure()).hasMessageEndingWith("unknown host no-such-host.invalid");
    }
  }

  @Test
  void saysThatThePeerDoesNotSpeakTls() throws Exception {
    int port =
        portThat(
            client -> {
              client.getOutputStream().write(ascii("HTTP/1.0 400 Bad\r\n\r\n"));
              client.shutdownOutput();
              client.getInputStream().readAllBytes();
            });
    assertThat(failureOfTls(port)).hasMessageMatching(NO_TLS);
  }

  @Test
  void saysThatThePeerBrokeOffInTheHandshake() throws Exception {
    int reset =
        portThat(
            client -> {
              client.getInputStream().read();
              client.setSoLinger(true, 0);
            });
    assertThat(failureOfTls(reset)).hasMessageMatching(NO_TLS);
    int closed = portThat(client -> client.getInputStream().readNBytes(5));
    assertThat(failureOfTls(closed)).hasMessageMatching(NO_TLS);
  }

  @Test
  void saysThatNobodyListensForTls() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(failureOfTls(port))
        .hasMessageEndingWith(
            "could not connect to 127.0.0.1 port " + port + ", or it does not speak TLS");
  }

  /** Which of the two it is depends on how far the handshake got: a race within the client. */
  private static final String NO_TLS = ".*(no secure connection: .*|, or it does not speak TLS)";

  private static Throwable failureOfTls(int port) throws Exception {
    StreamSpec spec = StreamSpec.of("https://127.0.0.1:" + port + "/live");
    try (Running running = Running.start(Running.source(), spec, Duration.ofSeconds(5))) {
      return running.awaitFailure();
    }
  }

  /** What a peer does with its one connection before it closes it. */
  private interface Peer {
    void meet(Socket client) throws IOException;
  }

  private static int portThat(Peer peer) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (socket;
                  Socket client = socket.accept()) {
                peer.meet(client);
              } catch (IOException e) {
                // over
              }
            });
    thread.setDaemon(true);
    thread.start();
    return socket.getLocalPort();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void closesWhileConnecting() throws Exception {
    // Once the backlog is full, Linux lets further connections hang.
    List<Socket> crowd = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(full, crowd);
      Running running = Running.start("http://127.0.0.1:" + full.getLocalPort() + "/live");
      running.closeAndAwaitEnd();
      assertThat(running.sink.details()).isEmpty();
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private static void fill(ServerSocket server, List<Socket> crowd) throws IOException {
    try {
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket();
        crowd.add(socket);
        socket.connect(server.getLocalSocketAddress(), 100);
      }
    } catch (InterruptedIOException e) {
      // full
    }
  }

  @Test
  void closesWhileWaitingForTheHead() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  asked.countDown();
                  visitor.untilGone();
                  gone.countDown();
                });
        Running running = Running.start(server.url("/live"))) {
      asked.await();
      running.closeAndAwaitEnd();
      assertThat(gone.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closesTheConnectionOfABody() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK).send("abc");
                  visitor.untilGone();
                  gone.countDown();
                });
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(3);
      running.closeAndAwaitEnd();
      assertThat(gone.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(running.sink.audioText()).isEqualTo("abc");
    }
  }

  @Test
  void endsWhenItsThreadIsInterrupted() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK);
                  visitor.untilGone();
                  gone.countDown();
                });
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitConnected();
      running.thread.interrupt();
      assertThat(running.awaitFailure()).isInstanceOf(InterruptedException.class);
      assertThat(gone.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void passesOnWhatTheSinkThrows() throws Exception {
    RecordingSink sink = new RecordingSink();
    sink.failsOnBatch = true;
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head(OK).send("abc").untilGone());
        Running running =
            Running.start(
                Running.source(),
                StreamSpec.of(server.url("/live")),
                Duration.ofSeconds(20),
                sink)) {
      assertThat(running.awaitFailure()).hasMessage("No space left on device");
    }
  }

  private static String stackTrace(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
