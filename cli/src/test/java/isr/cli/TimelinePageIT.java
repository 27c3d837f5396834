package isr.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import isr.format.MediaFormats;
import isr.library.LedgerEvent;
import isr.library.Library;
import isr.library.TrackSummary;
import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The day of a source, and what grows while one looks at it, in a real browser. */
@RequiresTools({"chromium", "node", "ffmpeg"})
class TimelinePageIT extends PageInBrowser {
  private static final int RATE = 48_000;

  /** At the server, whose zone is this one's, twelve o'clock of a day; told in another zone. */
  private static final OffsetDateTime START =
      ZonedDateTime.of(LocalDate.of(2026, 11, 21), LocalTime.NOON, ZoneId.systemDefault())
          .toOffsetDateTime()
          .withOffsetSameInstant(ZoneOffset.ofHours(-5));

  @TempDir static Path directory;

  @Override
  protected IsrProcess serve() throws IOException {
    Path root = Files.createDirectories(directory.resolve("recordings"));
    tone(root.resolve("desk_left.wav"), 2, 40);
    Files.copy(root.resolve("desk_left.wav"), root.resolve("wire.wav"));
    Files.copy(root.resolve("desk_left.wav"), root.resolve("desk_right.wav"));
    write(root);
    return recordAndServe(directory);
  }

  /** What a card with two routes leaves, with titles and a gap. */
  private static void write(Path root) throws IOException {
    try (Library library = Library.open(root, MediaFormats.namesByExtension())) {
      for (String route : List.of("left", "right")) {
        String path = "desk_" + route + ".wav";
        TrackSummary track = new TrackSummary("pcm", RATE, 2, OptionalInt.of(16));
        library.record(
            new LedgerEvent.SegmentOpened(
                "desk", START, path, "wav", START, 0, track, "s", Optional.of(route)));
        library.record(
            new LedgerEvent.SegmentClosed(
                "desk", START.plusSeconds(40), path, 40 * RATE, 40 * 4 * RATE + 44, "stopped"));
      }
      for (int i = 0; i < 3; i++) {
        OffsetDateTime at = START.plusSeconds(10 * i + 5);
        library.record(
            new LedgerEvent.TitleSeen("desk", at, "Song " + i, Optional.of("desk_left.wav"), 0));
      }
      library.record(
          new LedgerEvent.GapRecorded(
              "desk",
              START.plusSeconds(30),
              START.plusSeconds(29),
              Duration.ofSeconds(1),
              "overrun",
              OptionalLong.empty(),
              Optional.of("desk_left.wav"),
              Optional.empty(),
              true,
              Optional.of("left")));
      writeUnfilled(library);
      assertThat(library.settle(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 40 s of audio with 10 s missing after the first 5 s, and a title 20 s after its start. */
  private static void writeUnfilled(Library library) {
    String path = "wire.wav";
    TrackSummary track = new TrackSummary("pcm", RATE, 2, OptionalInt.of(16));
    library.record(
        new LedgerEvent.SegmentOpened(
            "wire", START, path, "wav", START, 0, track, "s", Optional.empty()));
    library.record(
        new LedgerEvent.GapRecorded(
            "wire",
            START.plusSeconds(15),
            START.plusSeconds(5),
            Duration.ofSeconds(10),
            "packets lost",
            OptionalLong.empty(),
            Optional.of(path),
            Optional.of(path),
            false,
            Optional.empty()));
    library.record(
        new LedgerEvent.TitleSeen("wire", START.plusSeconds(20), "Late", Optional.of(path), 0));
    library.record(
        new LedgerEvent.SegmentClosed(
            "wire", START.plusSeconds(50), path, 40 * RATE, 40 * 4 * RATE + 44, "stopped"));
  }

  private void showDay() {
    showDay("desk");
  }

  private void showDay(String source) {
    page.locator("#day-toggle").click();
    page.locator("#day-source").selectOption(source);
    page.locator("#day-date").fill("2026-11-21");
    assertThat(page.locator("#day-chart svg")).isVisible();
    assertThat(page.locator("#day-lists h3").last())
        .hasText(source.equals("desk") ? "3 titles" : "1 title");
  }

  private Locator line(String text) {
    return page.locator("#day-lists button", new Page.LocatorOptions().setHasText(text));
  }

  private static String clock(int seconds) {
    return LocalTime.NOON.plusSeconds(seconds).format(DateTimeFormatter.ISO_LOCAL_TIME);
  }

  private void plays(int fromSeconds) {
    Await.value(
        "the place that is played",
        Duration.ofSeconds(10),
        () -> {
          double now = time();
          return now >= fromSeconds && now < fromSeconds + 8 ? Optional.of(now) : Optional.empty();
        },
        () -> String.valueOf(time()));
  }

  private double time() {
    return ((Number) page.locator("#day-player audio").evaluate("a => a.currentTime"))
        .doubleValue();
  }

  @Test
  void ofACardWithRoutesOneIsCut() {
    showDay();
    Locator route = page.locator("#day-cut").getByLabel("Route");
    assertThat(route.locator("option")).hasText(new String[] {"left", "right"});
    route.selectOption("right");
    page.locator("#day-cut-from").fill(clock(5));
    page.locator("#day-cut-to").fill(clock(15));
    var download = page.waitForDownload(() -> page.locator("#day-cut button[type=submit]").click());
    assertThat(download.suggestedFilename()).startsWith("desk_right_20261121_120005");
    assertThat(samples(download.path())).isEqualTo(10 * RATE);
    page.locator("#day-source").selectOption("studio");
    assertThat(page.locator("#day-cut-route-label")).isHidden();
  }

  @Test
  void aTitleIsPlayedAndCut() {
    showDay();
    line("Song 1").press("Enter");
    plays(15);
    assertThat(page.locator("#day-cut-from")).hasValue(clock(15));
    assertThat(page.locator("#day-cut-to")).hasValue(clock(25));
    assertThat(page.locator("#announce")).containsText("Playing desk_left.wav");
    axeFindsNothingSerious();
    picture("day-title");
    line("overrun").click();
    plays(19);
    assertThat(page.locator("#day-cut-to")).hasValue(clock(40));
  }

  @Test
  void whatIsMissingFromAFileTakesNoTimeInIt() {
    showDay("wire");
    line("Late").click();
    plays(10);
    assertThat(page.locator("#day-cut-from")).hasValue(clock(20));
  }

  @Test
  void aTitleThatWasFoundLeadsToItsDay() {
    page.locator("#day-toggle").click();
    page.locator("#title-query").fill("song 2");
    assertThat(page.locator("#day-lists h3")).hasText("1 title found");
    picture("titles");
    line("desk · Song 2").click();
    plays(25);
    assertThat(page.locator("#day-date")).hasValue("2026-11-21");
    assertThat(page.locator("#day-cut-from")).hasValue(clock(25));
  }

  @Test
  void timesAreThoseOfTheServerEverywhere() {
    search("desk_left");
    assertThat(rows().first().locator("time")).hasText("2026-11-21 12:00:00");
    assertThat(page.locator("#zone")).containsText(ZoneId.systemDefault().getId());
  }

  /** As behind a proxy that lets none through. */
  @Test
  void withoutWebSocketsItIsAskedOften() {
    List<Long> asked = new CopyOnWriteArrayList<>();
    page.onRequest(request -> note(request, asked));
    page.addInitScript(
        "window.WebSocket = class extends EventTarget { constructor() { super();"
            + " setTimeout(() => this.dispatchEvent(new Event('close'))); } close() {} };");
    page.reload();
    Locator card = page.locator("#sources > li");
    assertThat(card.locator(".rec")).hasText("REC");
    page.waitForCondition(
        () -> asked.size() > 6, new Page.WaitForConditionOptions().setTimeout(30_000));
    for (int i = 1; i < asked.size(); i++) {
      assertThat(Duration.ofNanos(asked.get(i) - asked.get(i - 1)))
          .isLessThan(Duration.ofSeconds(8));
    }
    assertThat(card.locator(".rec")).hasText("REC");
  }

  private static void note(Request request, List<Long> asked) {
    if (request.url().endsWith("/api/status")) {
      asked.add(System.nanoTime());
    }
  }

  @Test
  void whatGrowsGoesOnPlaying() {
    search("studio");
    Locator row = rows().first();
    assertThat(row.locator(".rec")).isVisible();
    row.locator("button").first().click();
    Locator audio = row.locator("audio");
    double known =
        ((Number)
                audio.evaluate(
                    "a => new Promise(done => { const look = () => a.duration > 0 ? done(a.duration)"
                        + " : setTimeout(look, 50); look(); })"))
            .doubleValue();
    Locator to =
        row.locator("form.cut").getByLabel("to", new Locator.GetByLabelOptions().setExact(true));
    String end = to.inputValue();
    audio.evaluate("a => { a.currentTime = a.duration - 0.1; return a.play(); }");
    Await.value(
        "what came after it was opened",
        Duration.ofSeconds(40),
        () -> {
          double now = ((Number) audio.evaluate("a => a.currentTime")).doubleValue();
          return now > known + 1 ? Optional.of(now) : Optional.empty();
        },
        () -> known + ", " + audio.evaluate("a => a.currentTime + ' of ' + a.duration"));
    assertThat(to)
        .not()
        .hasValue(
            Pattern.compile(Pattern.quote(end)),
            new LocatorAssertions.HasValueOptions().setTimeout(10_000));
    search("stud"); // it matches still
    assertThat(row.locator("audio")).isVisible();
    search("desk");
    assertThat(page.locator("#rows audio")).hasCount(0);
  }
}
