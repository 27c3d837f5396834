package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.Secret;
import isr.config.PasswordHash;
import isr.config.WebSettings;
import isr.library.SourceLock;
import isr.web.RunningServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void servesThePageUnderAStrictPolicy() throws IOException {
    Answer page = running.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(running.get("/page/main.js").header("Content-Type"))
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(running.get("/page/../WebServer.class").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, 0, bytes 0-0/10",
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=-99, 206, 0123456789, bytes 0-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "'bytes=4-2', 200, 0123456789, ''",
    "'bytes=0-1,4-5', 200, 0123456789, ''",
    "lines=0-1, 200, 0123456789, ''",
    "bytes=, 200, 0123456789, ''",
  })
  void servesRanges(String range, int status, String body, String contentRange) throws IOException {
    Answer answer = running.get(FILE, "Range: " + range);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo(body);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("Content-Type")).isEqualTo("audio/mpeg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=-0", "bytes=100-200"})
  void refusesRangesBehindTheEnd(String range) throws IOException {
    Answer answer = running.get(FILE, "Range: " + range);
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void heedsConditions() throws IOException {
    String tag = running.get(FILE).header("ETag");
    assertThat(running.get(FILE, "If-None-Match: " + tag).status()).isEqualTo(304);
    assertThat(running.get(FILE, "If-None-Match: \"x\"").status()).isEqualTo(200);
    assertThat(running.get(FILE, "If-Match: \"x\"").status()).isEqualTo(412);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: " + tag).status()).isEqualTo(206);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: \"x\"").status()).isEqualTo(200);
    Files.write(directory.resolve("recordings/a/one.mp3"), new byte[11]);
    assertThat(running.get(FILE, "Range: bytes=0-0", "If-Range: " + tag).status()).isEqualTo(200);
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws IOException {
    Answer answer = running.send("HEAD", FILE, "Range: bytes=0-0");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("10");
    assertThat(answer.text()).isEmpty();
    assertThat(running.send("POST", FILE, "X-Isr: 1").status()).isEqualTo(405);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.mp3",
        "a/../../secret.mp3",
        "%2e%2e/secret.mp3",
        "%252e%252e/secret.mp3",
        "..%2fsecret.mp3",
        "%2e%2e%2fsecret.mp3",
        "..%5csecret.mp3",
        "a/%00one.mp3",
        "a/one.mp3%00",
        "a//one.mp3",
        "./a/one.mp3",
        "a/./one.mp3",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "link.mp3",
        "folder/secret.mp3",
        ".isr/catalog.db",
        "%2eisr/catalog.db",
        "a/%c0%ae%c0%ae/one.mp3",
        "a/%ff.mp3",
        "a/%zz.mp3",
        "a/%2",
        "a",
        ""
      })
  void noSpellingLeadsOut(String path) throws IOException {
    Path root = directory.resolve("recordings");
    Files.createSymbolicLink(root.resolve("link.mp3"), directory.resolve("secret.mp3"));
    Files.createSymbolicLink(root.resolve("folder"), directory);
    for (String prefix : new String[] {"/stream/", "/download/"}) {
      Answer answer = running.get(prefix + "recordings/" + path);
      assertThat(answer.status()).isIn(400, 404);
      assertThat(answer.text()).doesNotContain("0123456789");
    }
    assertThat(running.send("DELETE", "/api/files/recordings/" + path, "X-Isr: 1").status())
        .isIn(400, 404);
    assertThat(directory.resolve("secret.mp3")).exists();
    assertThat(root.resolve("a/one.mp3")).exists();
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

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1"})
  void refusesOtherHostsThanThisMachine(String host) throws IOException {
    assertThat(running.get("/api/status", "Host: " + host).status()).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"})
  void knowsTheNamesOfThisMachine(String host) throws IOException {
    assertThat(running.get("/api/status", "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Accept: x, Accept: x",
    "X-Isr: 1, Sec-Fetch-Site: cross-site",
    "X-Isr: 1, Sec-Fetch-Site: same-site",
    "X-Isr: 1, Origin: http://evil.example",
    "X-Isr: 1, Origin: null",
  })
  void otherSitesCanNotDelete(String first, String second) throws IOException {
    assertThat(running.send("DELETE", "/api/files/recordings/a/one.mp3", first, second).status())
        .isEqualTo(403);
    assertThat(directory.resolve("recordings/a/one.mp3")).exists();
  }

  @Test
  void otherSitesCanNotListen() throws IOException {
    String[] upgrade = {
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Origin: http://evil.example"
    };
    assertThat(running.get("/api/live", upgrade).status()).isEqualTo(403);
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
    running.recorded("a/now.mp3", 2, false, CONTENT);
    try (SourceLock lock = running.library.lock("radio1")) {
      assertThat(lock.source()).isEqualTo("radio1");
      assertThat(running.get("/api/recordings?query=now").text()).contains("\"recording\":true");
      Answer answer = running.send("DELETE", "/api/files/recordings/a/now.mp3", "X-Isr: 1");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(directory.resolve("recordings/a/now.mp3")).exists();
    }
    assertThat(running.get("/api/recordings?query=now").text()).contains("\"recording\":false");
    assertThat(running.send("DELETE", "/api/files/recordings/a/now.mp3", "X-Isr: 1").status())
        .isEqualTo(204);
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

  @ParameterizedTest
  @CsvSource({
    "query=ONE, 1",
    "query=o%25e, 0",
    "query=_ne, 0",
    "source=radio1, 1",
    "source=radio2, 0",
    "format=mp3, 1",
    "format=wav, 0",
    "from=2026-11-21, 1",
    "from=2026-11-22, 0",
    "to=2026-11-21, 1",
    "to=2026-11-20, 0",
    "from=2026-11-21T10:00:00.500Z, 1",
    "from=2026-11-21T10:00:01Z, 0",
  })
  void filters(String filter, int matching) throws IOException {
    assertThat(running.get("/api/recordings?" + filter).text())
        .contains("\"matching\":" + matching + ",", "\"total\":1,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recordings?from=yesterday",
        "recordings?limit=0",
        "recordings?limit=x",
        "recordings?cursor=1",
        "timeline",
        "timeline?source=a&day=1",
        "titles"
      })
  void wrongParametersAreTold(String target) throws IOException {
    Answer answer = running.get("/api/" + target);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void refusesHeadersWithoutEnd() throws IOException {
    assertThat(running.get("/", "X-Long: " + "x".repeat(20_000)).status()).isNotEqualTo(200);
    assertThat(running.get("/", "X: y\r\n".repeat(100) + "X: y").status()).isNotEqualTo(200);
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
