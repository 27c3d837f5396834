package isr.testing;

import com.google.errorprone.annotations.Immutable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What servers do to recorders, and what is to come of it: the rows of {@code docs/servers.md}.
 *
 * <p>Each script ends by itself, or when the recorder leaves.
 */
public enum Mischief {
  HTML(
      "an HTML page with status 200",
      "found an HTML page",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: text/html").send(Mischief.html())),
  HTML_AS_AUDIO(
      "an HTML page as audio/mpeg",
      "found an HTML page",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: audio/mpeg").send(Mischief.html())),
  TEXT(
      "text instead of audio",
      "expected audio, found text",
      (m, v) -> v.head("HTTP/1.0 200 OK").send("The mount is being prepared, come back later.\n")),
  NOISE(
      "bytes of no format",
      "audio in the first",
      (m, v) -> Mischief.mp3(v).send(Mischief.noise(100_000))),
  JUNK_FIREHOSE(
      "endless bytes of no format, as fast as the line takes them",
      "audio in the first",
      (m, v) -> {
        Mischief.mp3(v);
        Mischief.endless(v, Mischief.noise(1 << 20));
      }),
  FORBIDDEN("status 403", "access forbidden", (m, v) -> v.head("HTTP/1.0 403 No")),
  NOT_FOUND("status 404", "no such mount", (m, v) -> v.head("HTTP/1.0 404 No")),
  BUSY(
      "status 503 with Retry-After in seconds",
      "Retry-After: 1",
      (m, v) -> v.head("HTTP/1.0 503 Busy", "Retry-After: 1")),
  BUSY_FOR_A_YEAR(
      "status 503 with a Retry-After of a year",
      "Retry-After: 31536000",
      (m, v) -> v.head("HTTP/1.0 503 Busy", "Retry-After: 31536000")),
  BUSY_UNTIL(
      "status 503 with a Retry-After that is a date",
      "Retry-After: Fri, 01 Jan 2027",
      (m, v) ->
          v.head(
              "HTTP/1.0 503 Busy",
              "Date: Fri, 01 Jan 2027 00:00:00 GMT",
              "Retry-After: Fri, 01 Jan 2027 00:00:01 GMT")),
  NO_ANSWER("no answer", "no answer within", (m, v) -> v.untilGone()),
  HALF_A_HEAD(
      "half a head, then nothing",
      "no answer within",
      (m, v) -> v.send("HTTP/1.0 200 OK\r\nContent-Ty").untilGone()),
  SLOW_HEAD(
      "a head that comes a byte at a time",
      "no answer within",
      (m, v) -> Mischief.dribble(v, "HTTP/1.0 200 OK\r\nX: " + "x".repeat(100_000))),
  CLOSED(
      "a connection that is closed at once",
      "the server closed the connection before it answered|no answer",
      (m, v) -> v.path()),
  ENDLESS_LINE(
      "a header line without end",
      "head of the answer is longer|too large|no answer within",
      (m, v) -> {
        v.send("HTTP/1.0 200 OK\r\nX: ");
        Mischief.endless(v, Mischief.text("x".repeat(8192)));
      }),
  ENDLESS_HEAD(
      "header lines without end",
      "head of the answer is longer|too large|no answer within",
      (m, v) -> {
        v.send("HTTP/1.0 200 OK\r\n");
        Mischief.endless(v, Mischief.text("X: y\r\n".repeat(1000)));
      }),
  ENDLESS_CONTINUE(
      "interim answers without end",
      "no answer|expected|longer|lost|closed",
      (m, v) -> Mischief.endless(v, Mischief.text("HTTP/1.1 100 Continue\r\n\r\n".repeat(100)))),
  HTTP_09(
      "audio without any head", "expected ICY 200 OK or HTTP/1|longer", (m, v) -> v.send(m.mp3())),
  REDIRECT_LOOP(
      "redirects in a circle",
      "redirects in a circle",
      (m, v) -> v.head("HTTP/1.0 302 Found", "Location: " + v.path())),
  REDIRECT_TO_FILE(
      "a redirect to a file",
      "redirects to what is no http or https URL",
      (m, v) -> v.head("HTTP/1.0 302 Found", "Location: file:///etc/passwd")),
  PLAYLIST_LOOP(
      "playlists in a circle",
      "the playlist leads in a circle",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: audio/x-mpegurl").send(v.path())),
  PLAYLIST_TO_FILE(
      "a playlist of files",
      "a playlist without an http or https URL",
      (m, v) -> v.head("HTTP/1.0 200 OK").send("[playlist]\nFile1=file:///etc/passwd\n")),
  ENDLESS_PLAYLIST(
      "a playlist without end",
      "a playlist of more than 256 KB",
      (m, v) -> {
        v.head("HTTP/1.0 200 OK");
        Mischief.endless(v, Mischief.text("http://127.0.0.1/\n".repeat(500)));
      }),
  EMPTY(
      "an empty body, again and again",
      "ended the stream before any audio came",
      (m, v) -> Mischief.mp3(v)),
  EMPTY_BY_LENGTH(
      "an empty body with Content-Length",
      "ended the stream before any audio came",
      (m, v) -> v.head("HTTP/1.1 200 OK", "Content-Length: 0").untilGone()),
  SILENT("a body that never comes", "sent nothing for", (m, v) -> Mischief.mp3(v).untilGone()),
  HALF_A_FRAME(
      "half a frame, then nothing",
      "sent nothing for",
      (m, v) -> Mischief.mp3(v).send(Arrays.copyOf(m.mp3().get(0), 200)).untilGone()),
  BYTE_BY_BYTE(
      "a byte at a time",
      "sends data, but no audio",
      (m, v) -> {
        Mischief.mp3(v);
        Mischief.dribble(v, "x".repeat(10_000));
      }),
  BAD_CHUNKS(
      "chunks of nonsensical sizes",
      "connection was lost|no answer|ended the stream",
      (m, v) ->
          v.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
              .send("-5\r\nabc\r\n")
              .untilGone()),
  HUGE_CHUNK(
      "a chunk that claims 2^60 bytes",
      "connection was lost|no answer|ended the stream",
      (m, v) ->
          v.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
              .send("1000000000000000\r\nabc\r\n")),
  NO_CONTENT(
      "a status that has no body",
      "unexpected",
      (m, v) -> v.head("HTTP/1.1 204 No Content", "Content-Length: 5").send("audio")),

  WRONG_TYPE(
      1,
      "audio as text/html",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: text/html").send(m.mp3())),
  NO_TYPE(1, "audio without a Content-Type", "", (m, v) -> v.head("HTTP/1.0 200 OK").send(m.mp3())),
  OTHER_TYPE(
      1,
      "MP3 as audio/ogg",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: audio/ogg").send(m.mp3())),
  PLAYLIST_TYPE(
      1,
      "audio as a playlist",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "Content-Type: audio/x-scpls").send(m.mp3())),
  PARTIAL(
      1,
      "status 206 that nobody asked for",
      "",
      (m, v) ->
          v.head("HTTP/1.1 206 Partial", "Content-Range: bytes 7-/*", "Connection: close")
              .send(m.mp3())),
  NUL_IN_HEAD(
      1,
      "control characters in the head",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-name: a\u0000b\u0007", "no colon").send(m.mp3())),
  SHOUTCAST(1, "ICY 200 OK", "", (m, v) -> v.head("ICY 200 OK", "icy-name:x").send(m.mp3())),
  METAINT_ZERO(
      1,
      "icy-metaint of 0",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-metaint: 0").send(m.mp3())),
  METAINT_NEGATIVE(
      1,
      "a negative icy-metaint",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-metaint: -1").send(m.mp3())),
  METAINT_HUGE(
      1,
      "a huge icy-metaint",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-metaint: 99999999999999999999").send(m.mp3())),
  ODD_TITLE(
      1,
      "titles with quotes and semicolons",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-metaint: 400").send(Mischief.withTitles(m, 400, 0))),
  WRONG_TITLE_LENGTH(
      1,
      "titles whose length is wrong",
      "",
      (m, v) ->
          v.head("HTTP/1.0 200 OK", "icy-metaint: 4000").send(Mischief.withTitles(m, 4000, 1))),
  TITLE_FLOOD(
      1,
      "a title after every 20 bytes",
      "",
      (m, v) -> v.head("HTTP/1.0 200 OK", "icy-metaint: 20").send(Mischief.withTitles(m, 20, 0))),
  LENGTH_TOO_LONG(
      1,
      "a Content-Length that promises too much",
      "connection was lost",
      (m, v) -> v.head("HTTP/1.1 200 OK", "Content-Length: 9999999").send(m.mp3())),
  LENGTH_TOO_SHORT(
      1,
      "a Content-Length that promises too little",
      "the source ended",
      (m, v) -> v.head("HTTP/1.1 200 OK", "Content-Length: 20000").send(m.mp3()).untilGone()),
  RESET(
      1,
      "a reset in the middle of a frame",
      "connection was lost",
      (m, v) -> Mischief.mp3(v).send(m.mp3()).send(Arrays.copyOf(m.mp3().get(0), 100)).reset()),
  STALL(
      1,
      "audio, then silence",
      "sent nothing for",
      (m, v) -> Mischief.mp3(v).send(m.mp3()).untilGone()),
  GARBAGE(
      1,
      "garbage between frames",
      "bytes|frame",
      (m, v) -> Mischief.mp3(v).send(m.mp3()).send(Mischief.noise(3000)).send(m.mp3())),
  GARBAGE_FIREHOSE(
      1,
      "garbage after every few frames, as fast as the line takes it",
      "more places",
      (m, v) -> Mischief.mp3(v).send(Collections.nCopies(8, Mischief.torn(m)))),
  JUNK_AFTER_AUDIO(
      1,
      "audio, then endless bytes of no format",
      "without any audio in it|sends data, but no audio", // on a slow machine the time is up first
      (m, v) -> {
        Mischief.mp3(v).send(m.mp3());
        Mischief.endless(v, Mischief.noise(1 << 20));
      }),
  OTHER_CODEC(
      2,
      "MP3 that turns into AAC",
      "",
      (m, v) -> Mischief.mp3(v).send(m.mp3()).send(m.mp3()).send(m.aac()).send(m.aac())),
  OTHER_CHANNELS(
      2,
      "an Ogg chain whose next link has other channels",
      "",
      (m, v) -> Mischief.ogg(v).send(m.opus()).send(m.mono())),
  CHAIN_FLOOD(
      2,
      "an Ogg chain of links that hold next to nothing",
      "changes its format again and again",
      (m, v) -> {
        Mischief.ogg(v);
        Mischief.endless(v, Mischief.shortLinks(m));
      }),
  BAD_CHECKSUM(
      1,
      "an Ogg page whose checksum is wrong",
      "checksum|CRC|page",
      (m, v) -> Mischief.ogg(v).send(Mischief.damaged(m.opus()))),
  MISSING_PAGE(
      1,
      "an Ogg page that is missing",
      "page",
      (m, v) ->
          Mischief.ogg(v).send(m.opus().subList(0, 4)).send(m.opus().subList(5, m.opus().size()))),
  GARBAGE_BETWEEN_PAGES(
      1,
      "garbage between Ogg pages",
      "page|bytes",
      (m, v) ->
          Mischief.ogg(v)
              .send(m.opus().subList(0, 4))
              .send(Mischief.noise(5000))
              .send(m.opus().subList(4, m.opus().size())));

  private final int files;
  private final String what;
  private final String words;
  private final Play play;

  @Immutable
  @FunctionalInterface
  private interface Play {
    void play(Material material, HostileServer.Visitor visitor) throws Exception;
  }

  Mischief(String what, String words, Play play) {
    this(0, what, words, play);
  }

  Mischief(int files, String what, String words, Play play) {
    this.files = files;
    this.what = what;
    this.words = words;
    this.play = play;
  }

  /** What the server does, as the documentation calls it. */
  public String what() {
    return what;
  }

  /** How many files one visit leaves at least; 0 for none at all. */
  public int files() {
    return files;
  }

  /** What the log or a gap says, as a pattern; empty when there is nothing to say. */
  public String words() {
    return words;
  }

  /** Does it. */
  public void play(Material material, HostileServer.Visitor visitor) throws Exception {
    play.play(material, visitor);
  }

  private static HostileServer.Visitor mp3(HostileServer.Visitor visitor) throws IOException {
    return visitor.head("HTTP/1.0 200 OK", "Content-Type: audio/mpeg");
  }

  private static HostileServer.Visitor ogg(HostileServer.Visitor visitor) throws IOException {
    return visitor.head("HTTP/1.0 200 OK", "Content-Type: application/ogg");
  }

  private static String html() {
    return "<!DOCTYPE html>\n<html><body>" + "<p>Please accept our cookies.</p>".repeat(100);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes in which no frame and no page begins. */
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] &= 0x3F;
    }
    return bytes;
  }

  private static void endless(HostileServer.Visitor visitor, byte[] piece) throws IOException {
    while (true) {
      visitor.send(piece);
    }
  }

  private static void dribble(HostileServer.Visitor visitor, String text) throws Exception {
    for (byte b : text(text)) {
      visitor.send(new byte[] {b});
      Thread.sleep(100);
    }
  }

  /** Frames, each with garbage behind it, a megabyte of them. */
  private static byte[] torn(Material material) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < 1 << 20) {
      for (byte[] frame : material.mp3()) {
        all.writeBytes(frame);
        if (all.size() % 3 == 0) {
          all.writeBytes(noise(100));
        }
      }
    }
    return all.toByteArray();
  }

  private static byte[] withTitles(Material material, int interval, int missing) {
    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    material.mp3().forEach(audio::writeBytes);
    byte[] bytes = audio.toByteArray();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at + interval <= bytes.length; at += interval) {
      all.write(bytes, at, interval);
      byte[] title = Arrays.copyOf(text("StreamTitle='It's; \"" + at + "\"';StreamUrl='';"), 64);
      all.write(4);
      all.write(title, 0, 64 - missing);
    }
    return all.toByteArray();
  }

  private static List<byte[]> damaged(List<byte[]> pages) {
    byte[] page = pages.get(4).clone();
    page[page.length - 1] ^= 1;
    List<byte[]> all = new java.util.ArrayList<>(pages);
    all.set(4, page);
    return all;
  }

  private static byte[] shortLinks(Material material) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      material.opus().subList(0, 3).forEach(all::writeBytes);
      material.mono().subList(0, 3).forEach(all::writeBytes);
    }
    return all.toByteArray();
  }
}
