package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.Secret;
import isr.config.PasswordHash;
import isr.config.WebSettings;
import isr.format.adts.AdtsFrames;
import isr.library.SourceLock;
import isr.recorder.SourceStatus;
import isr.testing.Await;
import isr.web.RunningServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final String FILE = "/stream/recordings/a/one.mp3";

  @TempDir Path directory;
  private RunningServer running;

  @BeforeEach
  void start() throws Exception {
    running = new RunningServer(directory.resolve("recordings"), WebSettings.DEFAULT);
    running.recorded("a/one.mp3", 0, true, CONTENT);
    Files.write(directory.resolve("secret.mp3"), CONTENT);
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
  }

  @Test
  void heedsConditions() throws IOException {
    String tag = running.get(FILE).header("ETag");
    assertThat(running.get(FILE, "If-None-Match: " + tag).status()).isEqualTo(304);
    assertThat(running.get(FILE, "If-None-Match: *").status()).isEqualTo(304);
    assertThat(running.get(FILE, "If-None-Match: \"x\"").status()).isEqualTo(200);
    assertThat(running.get(FILE, "If-Match: \"x\"").status()).isEqualTo(412);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: " + tag).status()).isEqualTo(206);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: \"x\"").status()).isEqualTo(200);
    Files.write(directory.resolve("recordings/a/one.mp3"), new byte[11]);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: " + tag).status()).isEqualTo(200);
  }

  @Test
  void aPlayerOfAGrowingFileSeesOneThatStays() throws IOException {
    Path file = directory.resolve("recordings/a/one.mp3");
    Answer before = running.get(FILE + "?bytes=10");
    Files.write(file, "0123456789abc".getBytes(StandardCharsets.US_ASCII));
    Answer after = running.get(FILE + "?bytes=10");
    assertThat(after.text()).isEqualTo("0123456789");
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
    assertThat(running.get(FILE).text()).isEqualTo("0123456789abc");
  }

  @Test
  void namesOfAllKindsAreFoundAndDownloadedUnderTheirName() throws Exception {
    running.recorded("b/<ü> %2e;#\"1.mp3", 1, true, CONTENT);
    Answer answer = running.get("/download/recordings/b/%3C%C3%BC%3E%20%252e%3B%23%221.mp3");
    assertThat(answer.text()).isEqualTo("0123456789");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"<_> _2e;#_1.mp3\";"
                + " filename*=UTF-8''%3C%C3%BC%3E%20%252e%3B%23%221.mp3");
  }

  @Test
  void deletesOneFileAndTellsTheCatalogue() throws Exception {
    running.recorded("a/two.mp3", 1, true, CONTENT);
    Answer answer = running.send("DELETE", "/api/files/recordings/a/one.mp3", "X-Isr: 1");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(directory.resolve("recordings/a/one.mp3")).doesNotExist();
    assertThat(directory.resolve("recordings/a/two.mp3")).exists();
    assertThat(running.get("/api/recordings").text())
        .contains("\"total\":1", "two.mp3")
        .doesNotContain("one.mp3");
  }

  @Test
  void aFileThatIsBeingRecordedIsNotDeleted() throws Exception {
    try (SourceLock lock = running.library.lock("radio1")) { // before anybody asks whether it is
      assertThat(lock.source()).isEqualTo("radio1");
      running.recorded("a/now.mp3", 2, false, CONTENT);
      assertThat(running.get("/api/recordings?query=now").text()).contains("\"recording\":true");
      Answer answer = running.send("DELETE", "/api/files/recordings/a/now.mp3", "X-Isr: 1");
      assertThat(answer.status()).isEqualTo(409);
      Path link = directory.resolve("recordings/link");
      Files.createSymbolicLink(link, directory.resolve("recordings/a"));
      assertThat(running.get("/stream/recordings/link/now.mp3").status()).isEqualTo(200);
      answer = running.send("DELETE", "/api/files/recordings/link/now.mp3", "X-Isr: 1");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(directory.resolve("recordings/a/now.mp3")).exists();
    }
    assertThat(running.get("/api/recordings?query=now").text()).contains("\"recording\":false");
    assertThat(running.send("DELETE", "/api/files/recordings/a/now.mp3", "X-Isr: 1").status())
        .isEqualTo(204);
  }

  /** Its own books alone tell whether it is being recorded. */
  @Test
  void aFileOfAnOutputDirectoryWithinIsNotDeleted() throws Exception {
    Path inner = directory.resolve("recordings/inner");
    try (RunningServer other = new RunningServer(inner, WebSettings.DEFAULT)) {
      other.recorded("b/one.mp3", 0, true, CONTENT);
      String path = "/api/files/recordings/inner/b/one.mp3";
      assertThat(running.send("DELETE", path, "X-Isr: 1").status()).isEqualTo(409);
      assertThat(inner.resolve("b/one.mp3")).exists();
      assertThat(other.send("DELETE", "/api/files/inner/b/one.mp3", "X-Isr: 1").status())
          .isEqualTo(204);
    }
  }

  @Test
  void whatIsBeingRecordedGoesOnUntilNow() throws Exception {
    running.recorded("a/now.mp3", 2, false, CONTENT);
    String today = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    assertThat(running.get("/api/recordings?query=now&from=" + today).text())
        .contains("\"matching\":1");
    assertThat(running.get("/api/recordings?query=now&from=2100-01-01").text())
        .contains("\"matching\":0");
  }

  /** Who asks first gets no empty answer, however long it takes until the recorder has written. */
  @Test
  void theFirstQuestionWaitsForARecorderElsewhere() throws Exception {
    StatusFiles recorder = new StatusFiles(directory.resolve("recordings"), 1);
    SourceStatus status =
        new SourceStatus(
            "radio1",
            "a stream",
            SourceStatus.State.RECORDING,
            InstantSource.system().instant(),
            List.of(),
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Thread answering =
        new Thread(
            () -> {
              Await.until(
                  "the question",
                  Duration.ofSeconds(20),
                  () -> recorder.isWatched(InstantSource.system().instant()));
              Await.pass(Duration.ofMillis(300));
              try {
                recorder.write(List.of(SourceView.of(status, directory.resolve("recordings"))));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    answering.start();
    try (SourceLock lock = running.library.lock("radio1")) { // before anybody asks whether it is
      assertThat(lock.source()).isEqualTo("radio1");
      running.recorded("a/now.mp3", 2, false, CONTENT);
      assertThat(running.get("/api/status").text()).contains("\"name\":\"radio1\"");
    }
    answering.join();
  }

  /** Players leave in mid-answer at every seek. */
  @Test
  void whoLeavesInTheMiddleTakesNothingFromOthers() throws Exception {
    byte[] aac = AdtsFrames.frames(AdtsFrames.AdtsKind.LC, 40_000);
    Files.write(directory.resolve("recordings/a/long.aac"), aac);
    String url = "/stream/recordings/a/long.aac?container=mp4";
    for (int i = 0; i < 6; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.server.port())) {
        String request = "GET " + url + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        socket.setSoLinger(true, 0);
      }
      assertThat(running.get(url, "Range: bytes=4-11").text()).isEqualTo("ftypM4A ");
    }
    assertThat(running.bytes(url)).endsWith(aac);
  }

  @Test
  void aWrongNumberOpensNothing() throws IOException {
    long before = openFiles();
    for (int i = 0; i < 100; i++) {
      assertThat(running.get(FILE + "?bytes=x").status()).isEqualTo(400);
    }
    assertThat(openFiles()).isLessThan(before + 50);
  }

  private static long openFiles() throws IOException {
    Path own = Path.of("/proc/self/fd");
    if (!Files.isDirectory(own)) {
      return 0; // not Linux
    }
    try (Stream<Path> files = Files.list(own)) {
      return files.count();
    }
  }

  @Test
  void readOnlyDeletesNothing() throws IOException {
    WebSettings settings =
        new WebSettings("127.0.0.1", 0, 0.05, Optional.empty(), Optional.empty(), true);
    try (RunningServer other = new RunningServer(directory.resolve("other"), settings)) {
      Path file = Files.write(directory.resolve("other/x.mp3"), CONTENT);
      assertThat(other.send("DELETE", "/api/files/other/x.mp3", "X-Isr: 1").status())
          .isEqualTo(403);
      assertThat(file).exists();
    }
  }

  @Test
  void listsByPagesWithoutLossOrRepetition() throws Exception {
    for (int i = 1; i < 8; i++) {
      running.recorded("p/" + i + ".mp3", i, true, CONTENT);
    }
    StringBuilder names = new StringBuilder();
    String cursor = "";
    do {
      var page =
          Answers.JSON.readTree(running.get("/api/recordings?limit=3&cursor=" + cursor).text());
      assertThat(page.get("total").asInt()).isEqualTo(8);
      page.get("recordings").forEach(row -> names.append(row.get("name").asText()).append(' '));
      cursor = page.path("cursor").asText();
    } while (!cursor.isEmpty());
    assertThat(names.toString()).isEqualTo("7.mp3 6.mp3 5.mp3 4.mp3 3.mp3 2.mp3 1.mp3 one.mp3 ");
  }

  @Test
  void asksForThePasswordAndSlowsDownWhoGuesses() throws IOException {
    String hash = PasswordHash.of("right".toCharArray()).toString();
    WebSettings settings =
        new WebSettings(
            "127.0.0.1",
            0,
            0.05,
            Optional.of(new WebSettings.Login("me", Secret.of(hash))),
            Optional.empty(),
            false);
    try (RunningServer guarded = new RunningServer(directory.resolve("other"), settings)) {
      Answer without = guarded.get("/");
      assertThat(without.status()).isEqualTo(401);
      assertThat(without.header("WWW-Authenticate")).startsWith("Basic realm=\"isr\"");
      assertThat(guarded.get("/", basic("me:right")).status()).isEqualTo(200);
      assertThat(guarded.get("/api/status", basic("me:right")).status()).isEqualTo(200);
      for (int i = 0; i < 5; i++) {
        assertThat(guarded.get("/", basic("me:wrong" + i)).status()).isEqualTo(401);
      }
      Answer slowed = guarded.get("/", basic("you:right"));
      assertThat(slowed.status()).isEqualTo(429);
      assertThat(slowed.header("Retry-After")).isNotEmpty();
      assertThat(guarded.get("/", basic("me:right")).status()).isEqualTo(200);
    }
  }

  private static String basic(String pair) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
