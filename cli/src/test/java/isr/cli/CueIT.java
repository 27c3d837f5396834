package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.Icecast;
import isr.testing.IsrProcess;
import isr.testing.LiveEncoding;
import isr.testing.LiveSource;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The titles of a real Icecast mount: in cue sheets, also after a kill, and in the files' tags. */
@RequiresTools({"icecast2", "ffmpeg", "mpg123", "mp3val"})
class CueIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern INDEX = Pattern.compile("INDEX 01 (\\d\\d):(\\d\\d):(\\d\\d)");

  /** Icecast tells it behind the first 16,000 bytes. */
  private static final long FIRST_TITLE_BYTES = 40_000;

  @TempDir Path directory;

  @Test
  void titlesAreBesideTheFilesAndInTheirTags() throws Exception {
    try (Icecast icecast = Icecast.start(directory);
        LiveSource source = LiveSource.start(icecast, "a", LiveEncoding.MP3_CBR, 3)) {
      awaitMount(icecast);
      play(icecast, "Ella Fitzgerald - One");
      String toml =
          "[general]\nsplit_minutes = 0.1\n"
              + Bars.source("a", icecast.mount("a"), "cue = true", "time_zone = \"UTC\"");
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        awaitTitle(isr, "One");
        play(icecast, "Märta - \"Two\"");
        awaitTitle(isr, "Two");
        Await.pass(Duration.ofSeconds(10));
        play(icecast, "Last before the kill");
        awaitTitle(isr, "Last before the kill");
        Await.pass(Duration.ofMillis(1200));
        isr.kill();
      }
      assertSheets();
      assertThat(cue(told("Last before the kill"))).contains("TITLE \"Last before the kill\"");
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        int files = audio().size();
        // Icecast's burst at the start of the first still has the title of before.
        Await.until("two further files", PATIENCE, () -> audio().size() > files + 1);
        assertThat(isr.stop()).as("%s", isr).isZero();
      }
      assertThat(source.isAlive()).isTrue();
    }
    assertSheets();
    assertTags();
    try (var files = Files.list(recordings())) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  /** Every longer file has a sheet that names it, and whose times are those of the ledger. */
  private void assertSheets() throws IOException {
    List<Path> files = audio();
    assertThat(files).hasSizeGreaterThan(1);
    for (Path file : files) {
      String sheet = cue(file);
      assertThat(sheet).contains("FILE \"" + file.getFileName() + "\" MP3");
      assertThat(sheet).contains("TRACK 01 AUDIO");
      Matcher first = INDEX.matcher(sheet);
      assertThat(first.find()).isTrue();
      assertThat(first.group()).as("%s", sheet).isEqualTo("INDEX 01 00:00:00");
    }
    assertThat(cue(told("One"))).contains("PERFORMER \"Ella Fitzgerald\"", "TITLE \"One\"");
    assertThatTitleIsWhereTheLedgerSays("\"Two\"", "TITLE \"'Two'\"");
  }

  private void assertThatTitleIsWhereTheLedgerSays(String inLedger, String inSheet)
      throws IOException {
    LedgerLine line =
        LedgerLine.of(recordings(), "a", "title").stream()
            .filter(title -> title.json().contains(inLedger.replace("\"", "\\\"")))
            .findFirst()
            .orElseThrow();
    String sheet = cue(recordings().resolve(line.text("path")));
    long sample = (long) line.number("sample");
    long frames = sample * 75 / 44_100;
    String time =
        String.format(
            Locale.ROOT,
            "INDEX 01 %02d:%02d:%02d",
            frames / 75 / 60,
            frames / 75 % 60,
            frames % 75);
    assertThat(sheet.substring(sheet.indexOf(inSheet))).contains("PERFORMER \"Märta\"", time);
  }

  private void assertTags() {
    for (Path file : audio()) {
      assertThat(Judges.complaints(file, LiveEncoding.MP3_CBR)).as("%s", file).isEmpty();
    }
    assertThat(tags(told("One"))).contains("TAG:title=One", "TAG:artist=Ella Fitzgerald");
    assertThat(tags(last())).contains("TAG:title=Last before the kill");
  }

  private static String tags(Path file) {
    return Exec.command(
            "ffprobe", "-v", "error", "-show_entries", "format_tags", "-of", "default", "" + file)
        .run()
        .orFail()
        .stdout();
  }

  private void awaitTitle(IsrProcess isr, String title) {
    Await.value(
        "the title " + title,
        PATIENCE,
        () ->
            LedgerLine.of(recordings(), "a", "title").stream()
                .filter(line -> line.json().contains(title))
                .findAny(),
        isr::toString);
  }

  private static void awaitMount(Icecast icecast) {
    Await.value(
        "the mount",
        PATIENCE,
        () -> status(icecast).contains("/a") ? Optional.of(true) : Optional.empty(),
        () -> status(icecast));
  }

  private static String status(Icecast icecast) {
    return get(URI.create("http://127.0.0.1:" + icecast.port() + "/admin/listmounts"), "admin");
  }

  private static void play(Icecast icecast, String title) {
    String song = URLEncoder.encode(title, StandardCharsets.UTF_8);
    String query = "/admin/metadata?mode=updinfo&mount=/a&charset=UTF-8&song=" + song;
    String answer = get(URI.create("http://127.0.0.1:" + icecast.port() + query), "source");
    assertThat(answer).contains("Metadata update successful");
  }

  private static String get(URI uri, String user) {
    String login = user + ":" + Icecast.PASSWORD;
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Basic " + basic).build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Path recordings() {
    return directory.resolve("recordings");
  }

  /** Those that are long enough for a connection's first title to have come. */
  private List<Path> audio() {
    return RecordedFile.paths(recordings(), "a").stream()
        .filter(file -> file.toString().endsWith(".mp3"))
        .filter(file -> file.toFile().length() > FIRST_TITLE_BYTES)
        .toList();
  }

  /** The file in which the title was first heard. */
  private Path told(String title) {
    return LedgerLine.of(recordings(), "a", "title").stream()
        .filter(line -> line.json().contains(title))
        .map(line -> recordings().resolve(line.text("path")))
        .findFirst()
        .orElseThrow();
  }

  private Path last() {
    return audio().get(audio().size() - 1);
  }

  private static String cue(Path audio) throws IOException {
    return Files.readString(
        audio.resolveSibling(audio.getFileName().toString().replace(".mp3", ".cue")));
  }
}
