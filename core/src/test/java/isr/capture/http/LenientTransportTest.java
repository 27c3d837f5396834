package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureException;
import isr.capture.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** SHOUTcast v1 and other servers that java.net.http refuses. */
class LenientTransportTest {
  private static final ScriptedServer.Script ICY =
      visitor -> visitor.head("ICY 200 OK", "icy-name: Old\u0007Radio").send("audio");

  @Test
  void isAskedOnceMoreAsWhatItIs() throws Exception {
    try (ScriptedServer server = new ScriptedServer(ICY, ICY);
        Running running =
            Running.start(
                Running.source(),
                StreamSpec.of(server.url("/;stream?x=1"), "joe", Secret.of("pw"), "auto"),
                Duration.ofSeconds(20))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
      assertThat(running.sink.details()).isEqualTo("status 200, station Old?Radio");
      server.takeRequest();
      assertThat(server.takeRequest())
          .contains(
              "GET /;stream?x=1 HTTP/1.0",
              "Host: 127.0.0.1:" + server.port(),
              "Icy-MetaData: 1",
              "User-Agent: isr",
              "Authorization: Basic am9lOnB3");
    }
  }

  @Test
  void isRemembered() throws Exception {
    HttpCaptureSource source = Running.source();
    try (ScriptedServer server = new ScriptedServer(ICY, ICY, ICY)) {
      StreamSpec spec = StreamSpec.of(server.url("/live"));
      Running.start(source, spec, Duration.ofSeconds(20)).awaitEnd();
      Running.start(source, spec, Duration.ofSeconds(20)).awaitEnd();
      assertThat(server.requestCount()).isEqualTo(3);
    }
  }

  @Test
  void isForgottenWhenItHasLearntHttp() throws Exception {
    HttpCaptureSource source = Running.source();
    try (ScriptedServer server = new ScriptedServer(ICY, ICY)) {
      StreamSpec spec = StreamSpec.of(server.url("/live"));
      Running.start(source, spec, Duration.ofSeconds(20)).awaitEnd();
      ScriptedServer.Script chunked =
          visitor ->
              visitor
                  .head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                  .send("4\r\nhttp\r\n0\r\n\r\n");
      server.then(chunked);
      server.then(chunked);
      Running replaced = Running.start(source, spec, Duration.ofSeconds(20));
      replaced.awaitEnd();
      assertThat(replaced.sink.audioText()).isEqualTo("http");
    }
  }

  @Test
  void mayPutOddBytesIntoFields() throws Exception {
    ScriptedServer.Script script =
        visitor -> visitor.head("HTTP/1.0 200 OK", "icy-name: a\u0007b", "no colon").send("audio");
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
      assertThat(running.sink.details()).isEqualTo("status 200, station a?b");
    }
  }

  @Test
  void hasItsTitlesTakenOut() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("12345678".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(IcyStripperTest.block("StreamTitle='T';"));
    body.writeBytes("abc".getBytes(StandardCharsets.US_ASCII));
    ScriptedServer.Script script =
        visitor -> visitor.send("ICY 200 OK\nicy-metaint:8\n\n").send(body.toByteArray());
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("12345678abc");
      assertThat(running.sink.titles()).containsExactly("8:T");
    }
  }

  @Test
  void sendsALargeBurstAsAFewBatches() throws Exception {
    byte[] burst = HttpCaptureTest.random(600_000);
    ScriptedServer.Script script = visitor -> visitor.head("ICY 200 OK").send(burst).untilGone();
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(burst.length);
      assertThat(running.sink.audio()).isEqualTo(burst);
      assertThat(running.sink.batches()).allMatch(count -> count <= Inbox.LIMIT + 4096);
      running.closeAndAwaitEnd();
    }
  }

  @Test
  void isLeftWithAllThatTheKernelHeld() throws Exception {
    HttpCaptureSource neverBeats =
        new HttpCaptureSource(
            (format, sink, contentType) -> new PassingFramer(sink), Duration.ofSeconds(30));
    CountDownLatch sent = new CountDownLatch(1);
    ScriptedServer.Script script =
        visitor -> {
          visitor.head("ICY 200 OK").send("audio");
          sent.countDown();
          visitor.untilGone();
        };
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head("ICY 200 OK"), script);
        Running running =
            Running.start(neverBeats, StreamSpec.of(server.url("/live")), Duration.ofSeconds(20))) {
      running.sink.awaitConnected();
      sent.await();
      running.closeAndAwaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("audio");
    }
  }

  @Test
  void mayRedirect() throws Exception {
    try (ScriptedServer other = new ScriptedServer(v -> v.head("HTTP/1.0 200 OK").send("audio"))) {
      ScriptedServer.Script script =
          visitor -> visitor.head("ICY 302 Found", "Location: " + other.url("/live"));
      try (ScriptedServer server = new ScriptedServer(script, script);
          Running running = Running.start(server.url("/live"))) {
        running.awaitEnd();
        assertThat(running.sink.audioText()).isEqualTo("audio");
      }
    }
  }

  @Test
  void mayRefuse() throws Exception {
    ScriptedServer.Script script = visitor -> visitor.head("ICY 401 Service Unavailable");
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure()).hasMessageContaining("(401)");
    }
  }

  @Test
  void mustNotSendAnEndlessHead() throws Exception {
    List<String> endless = List.of("a".repeat(9000), "x: y\r\n".repeat(12_000));
    for (String more : endless) {
      ScriptedServer.Script script =
          visitor -> visitor.send("ICY 200 OK\r\n").send(more).untilGone();
      try (ScriptedServer server = new ScriptedServer(script, script);
          Running running = Running.start(server.url("/live"))) {
        assertThat(running.awaitFailure())
            .isInstanceOf(CaptureException.class)
            .hasMessageContaining("the head of the answer is longer");
      }
    }
  }

  @Test
  void mustAnswerInTime() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("ICY 200 OK"),
                visitor -> visitor.send("ICY 200 OK\r\nicy").untilGone());
        Running running =
            Running.start(
                Running.source(), StreamSpec.of(server.url("/live")), Duration.ofMillis(300))) {
      assertThat(running.awaitFailure())
          .hasMessage(server.url("/live") + ": no answer within 0.3 s");
    }
  }

  @Test
  void mustNotFallSilent() throws Exception {
    ScriptedServer.Script script = visitor -> visitor.head("ICY 200 OK").send("abc").untilGone();
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running =
            Running.start(
                Running.source(), StreamSpec.of(server.url("/live")), Duration.ofMillis(300))) {
      assertThat(running.awaitFailure()).hasMessageContaining("sent nothing for 0.3 s");
      assertThat(running.sink.audioText()).isEqualTo("abc");
    }
  }

  @Test
  void isNamedWhenItBreaksOff() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("ICY 200 OK"),
                visitor -> {
                  visitor.send("ICY 200 OK\r\nicy");
                  visitor.reset();
                });
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure())
          .isInstanceOf(CaptureException.class)
          .hasMessageStartingWith(server.url("/live") + ": ");
    }
  }

  @Test
  void mayBeLeftBeforeItAnswers() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("ICY 200 OK"),
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
  void isNotWhoeverSendsRubbish() throws Exception {
    ScriptedServer.Script script = visitor -> visitor.send("\u001b[2Jhello\r\n\r\n");
    try (ScriptedServer server = new ScriptedServer(script, script);
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure())
          .hasMessageContaining("expected ICY 200 OK or HTTP/1, found \"?[2Jhello\"");
    }
  }
}
