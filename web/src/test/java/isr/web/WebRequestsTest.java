package isr.web;

import static org.assertj.core.api.Assertions.assertThat;

import isr.config.WebSettings;
import isr.format.adts.AdtsFrames;
import isr.web.RunningServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one server answers to many requests; none of them changes anything. */
class WebRequestsTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AAC = AdtsFrames.frames(AdtsFrames.AdtsKind.LC, 60);
  private static final String FILE = "/stream/recordings/a/one.mp3";

  @TempDir static Path directory;
  private static RunningServer running;

  @BeforeAll
  static void start() throws Exception {
    Path root = directory.resolve("recordings");
    running = new RunningServer(root, WebSettings.DEFAULT);
    running.recorded("a/one.mp3", 0, true, CONTENT);
    Files.write(root.resolve("a/one.aac"), AAC);
    Files.write(root.resolve("a/odd.aac"), CONTENT);
    Files.write(directory.resolve("secret.mp3"), CONTENT);
    Files.createSymbolicLink(root.resolve("link.mp3"), directory.resolve("secret.mp3"));
    Files.createSymbolicLink(root.resolve("folder"), directory);
  }

  @AfterAll
  static void stop() throws IOException {
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
  void aacComesInMp4WhereThatIsAskedFor() throws IOException {
    String url = "/stream/recordings/a/one.aac";
    byte[] mp4 = running.bytes(url + "?container=mp4");
    assertThat(new String(mp4, 4, 8, StandardCharsets.US_ASCII)).isEqualTo("ftypM4A ");
    assertThat(mp4).endsWith(AAC).hasSizeGreaterThan(AAC.length + 400);
    Answer part = running.get(url + "?container=mp4", "Range: bytes=4-11");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Type")).isEqualTo("audio/mp4");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 4-11/" + mp4.length);
    assertThat(part.text()).isEqualTo("ftypM4A ");
    int seam = mp4.length - AAC.length; // the head is in one place, the file in another
    assertThat(
            running.get(url + "?container=mp4", "Range: bytes=" + (seam - 16) + "-" + seam).text())
        .contains("mdat");
    Answer plain = running.get(url);
    assertThat(plain.header("Content-Type")).isEqualTo("audio/aac");
    assertThat(plain.header("ETag")).isNotEqualTo(part.header("ETag"));
    assertThat(running.bytes(url)).isEqualTo(AAC);
    assertThat(running.bytes(url + "?container=mp4&bytes=5000")).endsWith(Arrays.copyOf(AAC, 5000));
  }

  @Test
  void whatIsNoPlainAacComesAsItIs() throws IOException {
    for (String file : new String[] {FILE, "/stream/recordings/a/odd.aac"}) {
      Answer answer = running.get(file + "?container=mp4");
      assertThat(answer.text()).isEqualTo("0123456789");
      assertThat(answer.header("ETag")).isEqualTo(running.get(file).header("ETag"));
    }
    assertThat(running.get(FILE + "?container=ogg").status()).isEqualTo(400);
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws IOException {
    Answer answer = running.send("HEAD", FILE, "Range: bytes=0-0");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("10");
    assertThat(answer.text()).isEmpty();
    assertThat(running.send("POST", FILE, "X-Isr: 1").status()).isEqualTo(405);
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
}
