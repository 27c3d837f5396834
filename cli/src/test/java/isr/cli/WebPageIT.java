package isr.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import isr.testing.Await;
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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, of a real server, beside a recorder that is another process. */
@RequiresTools({"chromium", "node", "ffmpeg"})
class WebPageIT extends PageInBrowser {
  private static final int COPIES = 60;
  private static final String STRANGE = "<b>sóng & more #1 50%";

  @TempDir static Path directory;

  @Override
  protected IsrProcess serve() throws IOException {
    Path old = Files.createDirectories(directory.resolve("recordings/old"));
    for (String extension : List.of("mp3", "ogg", "opus", "flac", "wav")) {
      tone(old.resolve("sample." + extension), 1, 20);
    }
    Files.copy(old.resolve("sample.mp3"), old.resolve(STRANGE + ".mp3"));
    for (int i = 0; i < COPIES; i++) {
      Files.copy(old.resolve("sample.opus"), old.resolve("copy%02d.opus".formatted(i)));
    }
    return recordAndServe(directory);
  }

  @Test
  void listsByPagesAndFiltersAsOneTypes() {
    assertThat(rows().locator(".rec:visible")).hasCount(1); // else it comes on top, later
    page.reload();
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
    Locator row = row("old/sample." + extension);
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
    Locator row = row("old/sample.flac");
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
    row("old/copy05.opus").locator("button.danger").focus();
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
    assertThat(row("old/copy05.opus")).hasCount(0);
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
      row("old/" + name).locator("input[type=checkbox]").check();
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
    nothingSticksOut(320);
    axeFindsNothingSerious();
    page.locator("#day-toggle").click();
    Locator end = page.locator("#day-cut-to");
    assertThat(end).isVisible();
    String inside = "e => e.getBoundingClientRect().right <= e.form.getBoundingClientRect().right";
    assertThat(end.evaluate(inside)).isEqualTo(true);
    picture("narrow-" + scheme.toLowerCase(Locale.ROOT));
    page.setViewportSize(1200, 900);
    picture("wide-" + scheme.toLowerCase(Locale.ROOT));
  }
}
