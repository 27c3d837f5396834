package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureSources;
import isr.capture.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HttpCaptureTest {
  private static final String[] OK_10 = {"HTTP/1.0 200 OK", "Content-Type: audio/mpeg"};

  @Test
  void isFoundByServiceLoader() throws Exception {
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head("HTTP/1.0 404 Gone"))) {
      assertThat(
              CaptureSources.installed()
                  .open(
                      StreamSpec.of(server.url("/live")),
                      new isr.capture.CaptureContext(
                          "s", isr.audio.MonotonicClock.system(), Duration.ofSeconds(20))))
          .isInstanceOf(HttpCapture.class);
    }
  }

  @Test
  void asksAsARecorderDoes() throws Exception {
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head(OK_10).send("audio"));
        Running running = Running.start(server.url("/live?id=7"))) {
      running.awaitEnd();
      assertThat(server.takeRequest())
          .contains(
              "GET /live?id=7 HTTP/1.1",
              "Host: 127.0.0.1:" + server.port(),
              "Icy-MetaData: 1",
              "Accept-Encoding: identity",
              "User-Agent: isr")
          .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization"))
          .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("upgrade"));
    }
  }

  @Test
  void readsHttp10UntilTheServerCloses() throws Exception {
    byte[] body = random(100_000);
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head(OK_10).send(body));
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
      assertThat(running.sink.details()).isEqualTo("status 200, audio/mpeg");
    }
  }

  @Test
  void readsContentLength() throws Exception {
    byte[] body = random(70_000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor ->
                    visitor
                        .head("HTTP/1.1 200 OK", "Content-Length: 70000")
                        .send(body)
                        .untilGone());
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void readsChunksOfOddSizes() throws Exception {
    byte[] body = random(60_000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor ->
                    visitor
                        .head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                        .send(chunked(body, new int[] {1, 2, 3, 16_384, 17, 5000, 255, 4097}))
                        .untilGone());
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void callsAnEmptyBodyAFailure() throws Exception {
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head(OK_10));
        Running running = Running.start(server.url("/live"))) {
      assertThat(running.awaitFailure())
          .hasMessageContaining("the server ended the stream before any audio came");
      assertThat(running.sink.audio()).isEmpty();
    }
  }

  @Test
  void takesTheBurstOnConnectingAsOneBatch() throws Exception {
    byte[] burst = random(65_536);
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head(OK_10).send(burst).untilGone());
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(burst.length);
      assertThat(running.sink.batches()).containsExactly(burst.length);
      assertThat(running.sink.audio()).isEqualTo(burst);
    }
  }

  @Test
  void keepsBatchesWithinTheLimitAndReadsAllOfALargeBurst() throws Exception {
    byte[] burst = random(3 << 20);
    try (ScriptedServer server =
            new ScriptedServer(visitor -> visitor.head(OK_10).send(burst).untilGone());
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(burst.length);
      assertThat(running.sink.audio()).isEqualTo(burst);
      assertThat(running.sink.batches()).allMatch(count -> count <= Inbox.LIMIT + (64 << 10));
    }
  }

  @Test
  void doesNotThrottleAFastStream() throws Exception {
    byte[] body = random(32 << 20);
    HttpCaptureSource slowBeat =
        new HttpCaptureSource(
            (format, sink, contentType) -> new PassingFramer(sink), Duration.ofMillis(480));
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head(OK_10).send(body));
        Running running =
            Running.start(slowBeat, StreamSpec.of(server.url("/live")), Duration.ofSeconds(20))) {
      long start = System.nanoTime();
      running.awaitEnd();
      // 256 KB twice a second would take a minute.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void deliversAByteAtATimeInFewBatches() throws Exception {
    byte[] body = random(300);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK_10);
                  for (byte b : body) {
                    visitor.send(new byte[] {b});
                    Thread.sleep(1);
                  }
                });
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
      assertThat(running.sink.batches()).hasSizeLessThan(60);
    }
  }

  @Test
  void tellsWhatComesAfterAPause() throws Exception {
    CountDownLatch resume = new CountDownLatch(1);
    byte[] body = random(200_000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK_10).send(Arrays.copyOf(body, 20_000));
                  resume.await();
                  visitor.send(Arrays.copyOfRange(body, 20_000, body.length)).untilGone();
                });
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(20_000);
      resume.countDown();
      running.sink.awaitAudio(body.length);
      assertThat(running.sink.audio()).isEqualTo(body);
      assertThat(running.sink.arrivals()).isSorted();
    }
  }

  @Test
  void takesTitlesOutOfTheAudio() throws Exception {
    byte[] body = random(16);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.write(body, 0, 8);
    wire.write(IcyStripperTest.block("StreamTitle='It's; odd';StreamUrl='';"));
    wire.write(body, 8, 8);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor ->
                    visitor
                        .head("HTTP/1.0 200 OK", "icy-metaint: 8", "icy-name: Radio\u00e9 x")
                        .send(wire.toByteArray()));
        Running running = Running.start(server.url("/live"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
      assertThat(running.sink.titles()).containsExactly("8:It's; odd");
      assertThat(running.sink.details()).isEqualTo("status 200, station Radioé x");
    }
  }

  @Test
  void readsAsAudioWhatComesWithANonsensicalInterval() throws Exception {
    for (String interval : new String[] {"0", "-8192", "16777217", "8k", "99999999999999999999"}) {
      byte[] body = random(100);
      try (ScriptedServer server =
              new ScriptedServer(
                  visitor ->
                      visitor.head("HTTP/1.0 200 OK", "icy-metaint: " + interval).send(body));
          Running running = Running.start(server.url("/live"))) {
        running.awaitEnd();
        assertThat(running.sink.audio()).as(interval).isEqualTo(body);
      }
    }
  }

  @Test
  void sendsTheCredentialsAtOnce() throws Exception {
    try (ScriptedServer server = new ScriptedServer(visitor -> visitor.head(OK_10).send("audio"));
        Running running =
            Running.start(
                Running.source(),
                StreamSpec.of(server.url("/live"), "Aladdin", Secret.of("open sesame"), "auto"),
                Duration.ofSeconds(20))) {
      running.awaitEnd();
      assertThat(server.takeRequest())
          .contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="); // RFC 7617, section 2
    }
  }

  @Test
  void tellsOnClosingWhatTheKernelStillHeld() throws Exception {
    HttpCaptureSource neverBeats =
        new HttpCaptureSource(
            (format, sink, contentType) -> new PassingFramer(sink), Duration.ofSeconds(30));
    byte[] body = random(50_000);
    CountDownLatch sent = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK_10).send(body);
                  sent.countDown();
                  visitor.untilGone();
                });
        Running running =
            Running.start(neverBeats, StreamSpec.of(server.url("/live")), Duration.ofSeconds(20))) {
      running.sink.awaitConnected();
      sent.await();
      running.closeAndAwaitEnd();
      assertThat(running.sink.audio()).isEqualTo(body);
    }
  }

  @Test
  void closesWhileTheServerNeverRests() throws Exception {
    byte[] piece = random(1000);
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head(OK_10);
                  while (true) {
                    visitor.send(piece);
                    Thread.sleep(2);
                  }
                });
        Running running = Running.start(server.url("/live"))) {
      running.sink.awaitAudio(20_000);
      running.closeAndAwaitEnd();
    }
  }

  @Test
  void closingTwiceOrBeforeRunningDoesNoHarm() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      var capture =
          Running.source()
              .open(
                  StreamSpec.of(server.url("/live")),
                  new isr.capture.CaptureContext(
                      "s", isr.audio.MonotonicClock.system(), Duration.ofSeconds(20)));
      capture.close();
      capture.close();
      RecordingSink sink = new RecordingSink();
      capture.run(sink);
      assertThat(sink.audio()).isEmpty();
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static byte[] chunked(byte[] body, int[] sizes) throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    int from = 0;
    for (int i = 0; from < body.length; i++) {
      int size = Math.min(sizes[i % sizes.length], body.length - from);
      wire.write((Integer.toHexString(size) + ";x=y\r\n").getBytes(StandardCharsets.US_ASCII));
      wire.write(body, from, size);
      wire.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      from += size;
    }
    wire.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return wire.toByteArray();
  }
}
