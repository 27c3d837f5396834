package isr.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, of a real server, beside a recorder that is another process. */
@RequiresTools({"chromium", "node", "ffmpeg"})
@TestInstance(Lifecycle.PER_CLASS)
class WebPageIT {
  private static final int COPIES = 60;
  private static final String STRANGE = "<b>sóng & more #1 50%";
  private static final Pattern URL = Pattern.compile("isr: open (http://\\S+)");

  @TempDir static Path directory;
  private IsrProcess recorder;
  private IsrProcess server;
  private String url;
  private Playwright playwright;
  private Browser browser;
  private Page page;
  private final List<String> strangers = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  void startAll() throws IOException {
    Path old = Files.createDirectories(directory.resolve("recordings/old"));
    for (String extension : List.of("mp3", "ogg", "opus", "flac", "wav")) {
      encode(old.resolve("sample." + extension));
    }
    Files.copy(old.resolve("sample.mp3"), old.resolve(STRANGE + ".mp3"));
    for (int i = 0; i < COPIES; i++) {
      Files.copy(old.resolve("sample.opus"), old.resolve("copy%02d.opus".formatted(i)));
    }
    recorder =
        IsrProcess.record(
            directory,
            """
            [general]
            output_directory = "recordings"
            [sources.studio]
            type = "tone"
            filename_pattern = "studio_%Y%m%d_%H%M%S"
            """);
    server = IsrProcess.start(directory, "serve", "--dir", "recordings", "--port", "0");
    Await.until("the server listens", Duration.ofSeconds(40), () -> find(server.stderr()) != null);
    url = find(server.stderr());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node"),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(program("chromium")))
                    .setArgs(
                        List.of("--no-sandbox", "--autoplay-policy=no-user-gesture-required")));
  }

  private static void encode(Path file) {
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "sine=f=440:r=48000",
            "-t",
            "20",
            "-bitexact",
            file.toString())
        .run()
        .orFail();
  }

  private static String program(String name) {
    return Exec.command("sh", "-c", "command -v " + name).run().orFail().stdout().strip();
  }

  private static String find(String text) {
    Matcher matcher = URL.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  @AfterAll
  void stopAll() {
    if (playwright != null) {
      playwright.close();
    }
    for (IsrProcess process : new IsrProcess[] {server, recorder}) {
      if (process != null) {
        process.close();
      }
    }
  }

  @BeforeEach
  void open() {
    open(new Browser.NewContextOptions().setViewportSize(1200, 900));
  }

  private void open(Browser.NewContextOptions options) {
    if (page != null) {
      page.context().close();
    }
    page = browser.newContext(options).newPage();
    page.onRequest(
        request -> {
          if (!request.url().startsWith(url)) {
            strangers.add(request.url());
          }
        });
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(url);
    assertThat(page.locator("#shown")).containsText("shown");
  }

  @AfterEach
  void nothingWentWrongAndNoOtherHostWasAsked() {
    page.context().close();
    page = null;
    assertThat(strangers).isEmpty();
    assertThat(complaints).isEmpty();
  }

  private void picture(String name) {
    String folder = System.getProperty("isr.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")).setFullPage(false));
    }
  }

  private Locator rows() {
    return page.locator("#rows > li");
  }

  private Locator row(String name) {
    return page.locator("#rows > li[data-path='old/" + name + "']");
  }

  private void search(String text) {
    page.locator("#query").fill(text);
    assertThat(page.locator("#shown")).containsText("in all");
  }

  private void axeFindsNothingSerious() {
    assertThat(
            new AxeBuilder(page)
                .analyze().getViolations().stream()
                    .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .map(rule -> rule.getId() + ": " + rule.getNodes())
                    .toList())
        .isEmpty();
  }

  @Test
  void listsByPagesAndFiltersAsOneTypes() {
    assertThat(rows()).hasCount(50);
    picture("list");
    page.locator("#more").click();
    assertThat(page.locator("#more")).isHidden();
    assertThat(rows().count()).isGreaterThan(COPIES);
    search("sample");
    assertThat(rows()).hasCount(5);
    page.locator("#format").selectOption("flac");
    assertThat(rows()).hasCount(1);
    assertThat(page.locator("#shown")).containsText("1 of 1 shown");
    page.locator("#filters button[type=reset]").click();
    page.locator("#source").selectOption("studio");
    assertThat(rows()).hasCount(1);
    page.locator("#to").fill("2001-01-01");
    assertThat(rows()).hasCount(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp3", "ogg", "opus", "flac", "wav"})
  void playsAndSeeks(String extension) {
    search("sample");
    Locator row = row("sample." + extension);
    assertThat(row.locator(".facts")).containsText("0:20");
    row.locator("button").first().click();
    Locator audio = row.locator("audio");
    Object duration =
        audio.evaluate(
            "a => new Promise((done, failed) => { a.onerror = () => failed(a.error.message);"
                + " const look = () => a.currentTime > 0.2 ? done(a.duration) : setTimeout(look, 50);"
                + " look(); })");
    assertThat(((Number) duration).doubleValue()).isBetween(19.9, 20.2);
    Object after =
        audio.evaluate(
            "a => new Promise((done, failed) => { a.onerror = () => failed(a.error.message);"
                + " a.onseeked = () => done(a.currentTime); a.currentTime = 15; })");
    assertThat(((Number) after).doubleValue()).isBetween(14.5, 16.0);
    if (extension.equals("flac")) {
      picture("player");
    }
    row.locator("button").first().click();
    assertThat(audio).hasCount(0);
  }

  @Test
  void showsWhatAnotherProcessRecordsAndPlaysItAsFarAsItIs() {
    Locator card = page.locator("#sources > li");
    assertThat(card.locator(".name")).hasText("studio");
    assertThat(card.locator(".rec")).hasText("REC");
    assertThat(card.locator(".meter")).hasCount(2);
    picture("live");
    search("studio");
    Locator row = rows().first();
    assertThat(row.locator(".rec")).isVisible();
    assertThat(row.locator("button.danger")).isDisabled();
    row.locator("button").first().click();
    Object ended =
        row.locator("audio")
            .evaluate(
                "a => new Promise((done, failed) => { a.onerror = () => failed(a.error.message);"
                    + " a.onloadedmetadata = () => { a.currentTime = a.duration - 0.3; };"
                    + " a.onended = () => done(a.duration); })");
    assertThat(((Number) ended).doubleValue()).isGreaterThan(0.5);
  }

  @Test
  void cutsARangeByKeyboard() {
    search("sample");
    Locator row = row("sample.flac");
    row.locator("button").first().click();
    Locator form = row.locator("form.cut");
    Locator from = form.getByLabel("Cut from");
    Locator to = form.getByLabel("to", new Locator.GetByLabelOptions().setExact(true));
    Locator text = form.locator(".cut-text");
    assertThat(to).hasValue("0:20");
    from.fill("0:02,5");
    to.fill("1");
    page.keyboard().press("Enter");
    assertThat(text).hasText("The end has to be after the start.");
    assertThat(to).hasAttribute("aria-invalid", "true");
    assertThat(to).isFocused();
    axeFindsNothingSerious();
    to.fill("0:04");
    var download = page.waitForDownload(() -> page.keyboard().press("Enter"));
    assertThat(text).containsText("0:01.500 long");
    assertThat(form.locator("button[type=submit]")).isFocused();
    assertThat(download.suggestedFilename()).endsWith(".flac");
    picture("cut");
    assertThat(samples(download.path())).isEqualTo(72_000);
  }

  /** Per channel, as ffmpeg hears them. */
  private static int samples(Path file) {
    return Exec.command(
                "ffmpeg", "-v", "error", "-i", file.toString(), "-ac", "1", "-f", "s16le", "-")
            .run()
            .orFail()
            .stdoutBytes()
            .length
        / 2;
  }

  @Test
  void cutsByTheTimeOfDay() {
    Await.pass(Duration.ofSeconds(6)); // the file is a moment behind
    LocalTime now =
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS).minusSeconds(2);
    page.locator("#day-toggle").click();
    assertThat(page.locator("#day-chart svg")).isVisible();
    page.locator("#day-cut-from")
        .fill(now.minusSeconds(2).format(DateTimeFormatter.ISO_LOCAL_TIME));
    page.locator("#day-cut-to").fill(now.format(DateTimeFormatter.ISO_LOCAL_TIME));
    var download = page.waitForDownload(() -> page.locator("#day-cut button[type=submit]").click());
    assertThat(download.suggestedFilename()).matches("studio_\\d{8}_\\d{6}\\.wav");
    assertThat(page.locator("#day-cut .cut-text")).containsText("0:02 long");
    assertThat(samples(download.path())).isEqualTo(88_200);
    picture("day-cut");
  }

  @Test
  void tellsWhatIsMissingBeforeTheDownload() {
    page.locator("#day-toggle").click();
    assertThat(page.locator("#day-chart svg")).isVisible();
    LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    page.locator("#day-cut-from").fill("00:00:00");
    page.locator("#day-cut-to").fill(now.format(DateTimeFormatter.ISO_LOCAL_TIME));
    Locator submit = page.locator("#day-cut button[type=submit]");
    submit.click();
    assertThat(page.locator("#day-cut .cut-gaps")).containsText("nothing was recorded");
    assertThat(submit).hasText("Download all the same");
    axeFindsNothingSerious();
    picture("gap");
    page.locator("#day-cut-to").fill("00:00:01");
    assertThat(submit).hasText("Download cut");
    assertThat(page.locator("#day-cut .cut-gaps")).isHidden();
  }

  @Test
  void namesOfStrangersAreText() {
    search("more #1");
    assertThat(rows().first().locator(".name")).hasText(STRANGE + ".mp3");
    assertThat(page.locator("#rows b").count()).isZero();
    Page.WaitForDownloadOptions options = new Page.WaitForDownloadOptions();
    var download = page.waitForDownload(options, () -> rows().first().locator("a").click());
    assertThat(download.path())
        .hasSameBinaryContentAs(directory.resolve("recordings/old/sample.mp3"));
  }

  @Test
  void deletesByKeyboardAndKeepsTheFocusInTheList() {
    search("copy0");
    assertThat(rows()).hasCount(10);
    row("copy05.opus").locator("button.danger").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#confirm")).isVisible();
    assertThat(page.locator("#confirm-text")).containsText("copy05.opus");
    picture("confirm");
    page.keyboard().press("Escape");
    assertThat(page.locator("#confirm")).isHidden();
    assertThat(directory.resolve("recordings/old/copy05.opus")).exists();
    page.keyboard().press("Enter");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(row("copy05.opus")).hasCount(0);
    assertThat(rows()).hasCount(9);
    assertThat(page.locator("#announce")).hasText("1 recording deleted.");
    assertThat(directory.resolve("recordings/old/copy05.opus")).doesNotExist();
    assertThat(page.evaluate("document.activeElement.closest('#rows > li') !== null"))
        .isEqualTo(true);
    assertThat(directory.resolve("recordings/old")).isDirectoryContaining("glob:**copy04.opus");
  }

  @Test
  void deletesASelection() {
    search("copy1");
    assertThat(rows()).hasCount(10);
    for (String name : List.of("copy11.opus", "copy12.opus", "copy13.opus")) {
      row(name).locator("input[type=checkbox]").check();
    }
    page.locator("#delete-selected").click();
    page.locator("#confirm .danger").click();
    assertThat(rows()).hasCount(7);
    assertThat(directory.resolve("recordings/old/copy10.opus")).exists();
    assertThat(directory.resolve("recordings/old/copy11.opus")).doesNotExist();
  }

  @Test
  void theTimelineShowsADay() {
    page.locator("#day-toggle").focus();
    page.keyboard().press("Enter");
    Locator chart = page.locator("#day-chart svg");
    assertThat(chart).hasAttribute("aria-label", Pattern.compile("studio on .*: 1 recording, .*"));
    assertThat(chart.locator("rect.span")).hasCount(1);
    axeFindsNothingSerious();
    picture("timeline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void fitsANarrowScreenInBothColourSchemesAndAxeFindsNothingSerious(String scheme) {
    open(
        new Browser.NewContextOptions()
            .setViewportSize(320, 700)
            .setColorScheme(ColorScheme.valueOf(scheme)));
    search("sample");
    rows().first().locator("button").first().click();
    assertThat(rows().first().locator("audio")).isVisible();
    assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(320);
    axeFindsNothingSerious();
    picture("narrow-" + scheme.toLowerCase(Locale.ROOT));
    page.setViewportSize(1200, 900);
    picture("wide-" + scheme.toLowerCase(Locale.ROOT));
  }
}
