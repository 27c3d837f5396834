package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.CaptureException;
import isr.capture.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a playlist to the stream. */
class PlaylistFollowingTest {
  private static final ScriptedServer.Script AUDIO =
      visitor -> visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/mpeg").send("some audio");
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void goesToAnAddressRelativeToThePlaylist() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-mpegurl", "#EXTM3U\r\n#EXTINF:-1,x\r\nb/s t\u00fcck?c=d\r\n"),
                AUDIO);
        Running running = Running.start(server.url("/a/list"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("some audio");
      assertThat(running.sink.details()).isEqualTo("status 200, audio/mpeg");
      server.takeRequest();
      assertThat(server.takeRequest()).contains("GET /a/b/s%20t%C3%BCck?c=d HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio/mpeg", "text/html", "application/octet-stream"})
  void believesTheContentWhateverItsTypeIs(String type) throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      server.then(playlist(type, "[playlist]\nFile1=" + server.url("/s") + "\n"));
      server.then(AUDIO);
      try (Running running = Running.start(server.url("/list"))) {
        running.awaitEnd();
        assertThat(running.sink.audioText()).isEqualTo("some audio");
      }
    }
  }

  @Test
  void takesAudioThatIsCalledAPlaylistForAudio() throws Exception {
    byte[] frames = {(byte) 0xFF, (byte) 0xFB, 1, 2, 3};
    try (ScriptedServer server =
            new ScriptedServer(
                visitor ->
                    visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/x-scpls").send(frames));
        Running running = Running.start(server.url("/live.pls"))) {
      running.awaitEnd();
      assertThat(running.sink.audio()).isEqualTo(frames);
      assertThat(running.sink.details()).isEqualTo("status 200, audio/x-scpls");
    }
  }

  @Test
  void losesNoByteOfAudioThatLooksLikeTextAtFirst() throws Exception {
    String odd = "http:/is no URL, and this no text\u0000\u0001";
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head("HTTP/1.0 200 OK");
                  for (byte b : odd.getBytes(StandardCharsets.ISO_8859_1)) {
                    visitor.send(new byte[] {b});
                    Thread.sleep(15);
                  }
                });
        Running running = Running.start(server.url("/live.m3u"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo(odd);
    }
  }

  @Test
  void followsPlaylistsThatLeadToEachOtherAndRedirectsBetweenThem() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-scpls", "[playlist]\nFile1=/2.m3u"),
                visitor -> visitor.head("HTTP/1.0 302 Found", "Location: /3.m3u"),
                playlist("text/plain", "4"),
                AUDIO);
        Running running = Running.start(server.url("/1.pls"))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("some audio");
      assertThat(server.requestCount()).isEqualTo(4);
    }
  }

  @Test
  void followsFiveAndNoMore() throws Exception {
    try (ScriptedServer server = new ScriptedServer()) {
      for (int i = 1; i <= 6; i++) {
        server.then(playlist("audio/x-mpegurl", "/" + i));
      }
      try (Running running = Running.start(server.url("/0"))) {
        assertThat(running.awaitFailure()).hasMessageContaining("more than 5 playlists");
        assertThat(server.requestCount()).isEqualTo(6);
      }
    }
  }

  @Test
  void callsACircleAFailure() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-mpegurl", "/b"),
                visitor -> visitor.head("HTTP/1.0 302 Found", "Location: /a"));
        Running running = Running.start(server.url("/a"))) {
      assertThat(running.awaitFailure())
          .isInstanceOf(CaptureException.class)
          .hasMessageContaining("in a circle, to " + server.url("/a"));
      assertThat(server.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void triesTheEntriesOneAfterTheOtherInTurn() throws Exception {
    HttpCaptureSource source = Running.source();
    String list = "#EXTM3U\nfile:///etc/passwd\n/dead\nrtsp://h/x\n/empty\n/good\n";
    ScriptedServer.Script dead = visitor -> visitor.head("HTTP/1.0 404 No");
    ScriptedServer.Script empty = visitor -> visitor.head("HTTP/1.0 200 OK");
    ScriptedServer.Script again = playlist("audio/x-mpegurl", list);
    try (ScriptedServer server =
        new ScriptedServer(again, dead, again, empty, again, AUDIO, again, AUDIO)) {
      StreamSpec spec = StreamSpec.of(server.url("/list"));
      assertThat(Running.start(source, spec, LONG).awaitFailure()).hasMessageContaining("(404)");
      assertThat(Running.start(source, spec, LONG).awaitFailure())
          .hasMessageContaining("before any audio");
      Running.start(source, spec, LONG).awaitEnd();
      Running.start(source, spec, LONG).awaitEnd();
      assertThat(paths(server, 8))
          .containsExactly("/list", "/dead", "/list", "/empty", "/list", "/good", "/list", "/good");
    }
  }

  @Test
  void comesBackToTheFirstEntryAndGoesThroughOuterListsAsWell() throws Exception {
    HttpCaptureSource source = Running.source();
    ScriptedServer.Script outer = playlist("audio/x-mpegurl", "/inner\n/c\n");
    ScriptedServer.Script inner = playlist("audio/x-mpegurl", "/a\n/b\n");
    ScriptedServer.Script dead = visitor -> visitor.head("HTTP/1.0 404 No");
    try (ScriptedServer server =
        new ScriptedServer(
            outer, inner, dead, outer, inner, dead, outer, dead, outer, inner, dead)) {
      StreamSpec spec = StreamSpec.of(server.url("/outer"));
      for (int i = 0; i < 4; i++) {
        Running.start(source, spec, LONG).awaitFailure();
      }
      assertThat(paths(server, 11).stream().filter(path -> path.length() == 2))
          .containsExactly("/a", "/b", "/c", "/a");
    }
  }

  private static List<String> paths(ScriptedServer server, int count) throws Exception {
    List<String> paths = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      paths.add(server.takeRequest().get(0).split(" ", 3)[1]);
    }
    return paths;
  }

  @Test
  void sendsCredentialsToTheFirstHostOnly() throws Exception {
    try (ScriptedServer other = new ScriptedServer(AUDIO);
        ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-mpegurl", "http://a:b@127.0.0.1:" + other.port() + "/s"));
        Running running =
            Running.start(
                Running.source(),
                StreamSpec.of(server.url("/list"), "joe", Secret.of("pw"), "auto"),
                LONG)) {
      running.awaitEnd();
      assertThat(server.takeRequest()).contains("Authorization: Basic am9lOnB3");
      assertThat(other.takeRequest())
          .contains("GET /s HTTP/1.1")
          .noneMatch(line -> line.startsWith("Authorization"));
    }
  }

  @Test
  void namesHlsWithItsAddress() throws Exception {
    for (String hls :
        List.of(
            "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\na.ts\n",
            "#EXTM3U\n" + "#EXT-X-PROGRAM-DATE-TIME:x\n#EXTINF:1,\na.ts\n".repeat(20_000))) {
      try (ScriptedServer server =
              new ScriptedServer(
                  playlist("audio/x-mpegurl", "/hls/live.m3u8"),
                  playlist("application/vnd.apple.mpegurl", hls));
          Running running = Running.start(server.url("/list.m3u"))) {
        CaptureException failure = (CaptureException) running.awaitFailure();
        assertThat(failure)
            .hasMessageStartingWith(server.url("/hls/live.m3u8"))
            .hasMessageContaining("is an HLS playlist, which is not supported yet");
        assertThat(failure.retryable()).isFalse();
      }
    }
  }

  @Test
  void triesAnotherEntryAfterHls() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-mpegurl", "/live.m3u8\n/live\n"),
                playlist("", "#EXTM3U\n#EXT-X-TARGETDURATION:10\na.ts\n"));
        Running running = Running.start(server.url("/list.m3u"))) {
      assertThat(((CaptureException) running.awaitFailure()).retryable()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0 401 No", "HTTP/1.0 200 OK\r\nContent-Encoding: gzip"})
  void triesAnotherEntryAfterOneThatOnlyTheConfigurationCouldMend(String head) throws Exception {
    HttpCaptureSource source = Running.source();
    ScriptedServer.Script list = playlist("audio/x-mpegurl", "/bad\n/good\n");
    try (ScriptedServer server =
        new ScriptedServer(list, visitor -> visitor.head(head).send("xxxx"), list, AUDIO)) {
      StreamSpec spec = StreamSpec.of(server.url("/list.m3u"));
      CaptureException failure =
          (CaptureException) Running.start(source, spec, LONG).awaitFailure();
      assertThat(failure.retryable()).isTrue();
      Running good = Running.start(source, spec, LONG);
      good.awaitEnd();
      assertThat(good.sink.audioText()).isEqualTo("some audio");
    }
  }

  @Test
  void triesAgainWhereARedirectLeadsToHls() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.0 302 Found", "Location: /live.m3u8"),
                playlist("", "#EXTM3U\n#EXT-X-TARGETDURATION:10\na.ts\n"));
        Running running = Running.start(server.url("/live"))) {
      assertThat(((CaptureException) running.awaitFailure()).retryable()).isTrue();
    }
  }

  @Test
  void saysWhatIsInAPlaylistThatLeadsNowhere() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(playlist("video/x-ms-asf", "<asx><ref href=\"mms://h/a\"/></asx>"));
        Running running = Running.start(server.url("/list"))) {
      assertThat(running.awaitFailure())
          .hasMessage(
              server.url("/list")
                  + ": a playlist without an http or https URL; in it is mms://h/a");
    }
  }

  @Test
  void refusesOneWithoutEnd() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> {
                  visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/x-mpegurl");
                  while (true) {
                    visitor.send("http://127.0.0.1/\n".repeat(1000));
                  }
                });
        Running running = Running.start(server.url("/list"))) {
      assertThat(running.awaitFailure())
          .hasMessage(server.url("/list") + ": a playlist of more than 256 KB");
    }
  }

  @Test
  void usesOneWhoseServerFallsSilentInsteadOfEndingIt() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                visitor -> visitor.head("HTTP/1.0 200 OK").send("#EXTM3U\n/s\n").untilGone(),
                AUDIO);
        Running running =
            Running.start(
                Running.source(), StreamSpec.of(server.url("/list")), Duration.ofMillis(400))) {
      running.awaitEnd();
      assertThat(running.sink.audioText()).isEqualTo("some audio");
    }
  }

  @Test
  void endsWhenItIsClosedInBetween() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                playlist("audio/x-mpegurl", "/s"), ScriptedServer.Visitor::untilGone);
        Running running = Running.start(server.url("/list"))) {
      server.takeRequest();
      server.takeRequest();
      running.closeAndAwaitEnd();
    }
  }

  private static ScriptedServer.Script playlist(String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return visitor ->
        visitor
            .head(
                "HTTP/1.1 200 OK",
                "Content-Type: " + type,
                "Content-Length: " + bytes.length,
                "Connection: close")
            .send(bytes);
  }
}
