package isr.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import isr.testing.RequiresTools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waveforms, loud sections, and the cuts that begin with them, in a real browser. */
@RequiresTools({"chromium", "node", "ffmpeg"})
class WaveformPageIT extends PageInBrowser {
  private static final int RATE = 48_000;

  /** A tone in the first four of every ten seconds, of which there are forty. */
  private static final String SIGNAL =
      "aevalsrc='0.4*sin(2*PI*440*t)*lt(mod(t,10),4)|0.3*sin(2*PI*330*t)*lt(mod(t,10),4)':s=48000:d=40";

  private static final Locator.FilterOptions LOUD =
      new Locator.FilterOptions().setHasText(Pattern.compile("0:10 – 0:14"));

  @TempDir static Path directory;

  @Override
  protected IsrProcess serve() throws IOException {
    Path talks = Files.createDirectories(directory.resolve("recordings/talks"));
    for (String extension : List.of("mp3", "ogg", "opus", "flac", "wav", "aac")) {
      Path file = talks.resolve("talk." + extension);
      Exec.command(
              "ffmpeg", "-v", "error", "-f", "lavfi", "-i", SIGNAL, "-bitexact", file.toString())
          .run()
          .orFail();
    }
    return recordAndServe(directory);
  }

  /** Opens a recording and its waveform. */
  private Locator analysed(String path) {
    Locator row = row(path);
    row.locator("button").first().click();
    Locator toggle = row.locator(".wave-head button");
    if (toggle.getAttribute("aria-expanded").equals("false")) {
      toggle.click();
    }
    assertThat(row.locator(".wave-figures"))
        .containsText("peak", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
    assertThat(row.locator(".wave-text")).containsText("0:00 to ");
    return row;
  }

  private static double time(Locator row) {
    return ((Number) row.locator("audio").evaluate("a => a.currentTime")).doubleValue();
  }

  private static void untilTime(Locator row, double from, double to) {
    Await.value(
        "the place that is played",
        Duration.ofSeconds(10),
        () -> time(row) >= from && time(row) < to ? Optional.of(true) : Optional.empty(),
        () -> String.valueOf(time(row)));
  }

  @ParameterizedTest
  @CsvSource({"mp3, 3000", "ogg, 0", "opus, 0", "flac, 0", "wav, 0", "aac, 2048"})
  void aLoudSectionIsPlayedAndCut(String extension, int tolerance) {
    Locator row = analysed("talks/talk." + extension);
    assertThat(row.locator(".wave-canvas"))
        .hasAttribute(
            "aria-label",
            Pattern.compile(
                "Waveform of talk\\."
                    + extension
                    + ", 0:40 long, peak -[0-9.]+ dB, RMS .* 4 loud sections"));
    assertThat(row.locator(".chips button")).hasCount(4);
    row.locator(".chips button").filter(LOUD).click();
    untilTime(row, 9.9, 14.5);
    assertThat(row.locator("form.cut").getByLabel("Cut from"))
        .hasValue(Pattern.compile("0:(10|09\\.9\\d*)"));
    assertThat(row.locator(".cut-length")).containsText("0:04");
    picture("wave-" + extension);
    var download = page.waitForDownload(() -> row.locator("form.cut button[type=submit]").click());
    assertThat(Math.abs(samples(download.path()) - 4 * RATE))
        .isLessThanOrEqualTo(RATE / 5 + tolerance);
  }

  /** ADTS tells no times; the player gets it in MP4. */
  @Test
  void aPlayerOfAacKnowsHowLongItIsAndWhereATimeIs() throws IOException {
    Locator row = analysed("talks/talk.aac");
    Locator audio = row.locator("audio");
    double seconds = ((Number) audio.evaluate("a => a.duration")).doubleValue();
    assertThat(Math.abs(seconds - 40)).isLessThan(0.1);
    URL url = new URL((String) audio.evaluate("a => a.currentSrc"));
    Path inMp4 = directory.resolve("talk.m4a");
    try (InputStream in = url.openStream()) {
      Files.copy(in, inMp4);
    }
    Path plain = directory.resolve("recordings/talks/talk.aac");
    assertThat(md5(inMp4)).isEqualTo(md5(plain));
  }

  /** Of the samples. */
  private static String md5(Path file) {
    return Exec.command("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "md5", "-")
        .run()
        .orFail()
        .stdout();
  }

  @Test
  void jAndKStepThroughTheLoudSectionsWhileItPlays() {
    Locator row = analysed("talks/talk.flac");
    page.keyboard().press("k");
    untilTime(row, 9.9, 13);
    assertThat(row.locator(".chips button[aria-current]")).containsText("0:10");
    assertThat(page.locator("#announce")).hasText("Loud section at 0:10");
    page.keyboard().press("k");
    untilTime(row, 19.9, 23);
    page.keyboard().press("j");
    untilTime(row, 9.9, 13);
    row.locator("form.cut").getByLabel("Cut from").focus();
    page.keyboard().press("k");
    assertThat(row.locator("form.cut").getByLabel("Cut from")).hasValue("k0:00");
    row.locator("form.cut").getByLabel("Cut from").fill("0:00");
    row.locator(".wave-head button").focus();
    page.keyboard().press("?");
    assertThat(page.locator("#help")).isVisible();
    axeFindsNothingSerious();
    picture("help");
    page.locator("#keys-on").uncheck();
    page.keyboard().press("Escape");
    assertThat(page.locator("#help")).isHidden();
    page.keyboard().press("?");
    page.keyboard().press("k");
    assertThat(page.locator("#help")).isHidden();
    untilTime(row, 9.9, 19);
  }

  @Test
  void aRangeIsDraggedAndZoomedInto() {
    Locator row = analysed("talks/talk.wav");
    Locator canvas = row.locator(".wave-canvas");
    canvas.scrollIntoViewIfNeeded();
    BoundingBox box = canvas.boundingBox();
    drag(canvas, 0.25, 0.5);
    Locator from = row.locator("form.cut").getByLabel("Cut from");
    Locator to =
        row.locator("form.cut").getByLabel("to", new Locator.GetByLabelOptions().setExact(true));
    assertThat(from).hasValue(Pattern.compile("0:(09\\.9\\d+|10|10\\.0\\d+)"));
    assertThat(to).hasValue(Pattern.compile("0:(19\\.9\\d+|20|20\\.0\\d+)"));
    assertThat(canvas.locator("[part~=region]")).hasCount(1);
    row.getByLabel("Zoom in").press("Enter");
    row.getByLabel("Zoom in").press("Enter");
    assertThat(row.locator(".wave-text")).hasText(Pattern.compile(".* to .*"));
    Locator slider = row.locator(".wave-slider");
    assertThat(slider).isVisible();
    slider.press("End");
    assertThat(row.locator(".wave-text")).hasText("0:30 to 0:40");
    assertThat(slider).hasAttribute("aria-valuetext", "from 0:30 to 0:40");
    picture("zoomed");
    page.mouse().click(box.x + box.width / 2, canvas.boundingBox().y + 60);
    untilTime(row, 34.5, 38);
    from.fill("0:20");
    to.fill("0:38");
    assertThat(canvas.locator("[part~=region]")).hasCount(1);
    drag(canvas, 0.2, 0.4); // within what is marked, of which an end is not seen
    assertThat(from).hasValue(Pattern.compile("0:(31\\.9\\d+|32|32\\.0\\d+)"));
    assertThat(to).hasValue(Pattern.compile("0:(33\\.9\\d+|34|34\\.0\\d+)"));
    Locator whole = row.getByLabel("Show the whole waveform");
    whole.press("Enter");
    assertThat(row.locator(".wave-text")).hasText("0:00 to 0:40");
    assertThat(whole).isFocused();
    assertThat(slider).isHidden();
    from.fill("0:05");
    assertThat(row.locator(".cut-length")).hasText(Pattern.compile("0:(28.9|29).*long"));
  }

  /** With the mouse, between two parts of the width. */
  private void drag(Locator canvas, double begin, double end) {
    canvas.scrollIntoViewIfNeeded();
    BoundingBox box = canvas.boundingBox();
    page.mouse().move(box.x + box.width * begin, box.y + 40);
    page.mouse().down();
    page.mouse().move(box.x + box.width * (begin + end) / 2, box.y + 50);
    page.mouse().move(box.x + box.width * end, box.y + 50);
    page.mouse().up();
  }

  @Test
  void whatCanNotBeShownIsToldAndTriedAgain() {
    Locator row = analysed("talks/talk.ogg");
    page.route("**/waveform-peaks*", route -> route.abort());
    row.getByLabel("Zoom in").click();
    assertThat(row.locator(".wave-state")).containsText("can not be reached");
    assertThat(row.locator(".wave-text")).hasText("0:00 to 0:40");
    page.unroute("**/waveform-peaks*");
    row.getByLabel("Zoom in").click();
    assertThat(row.locator(".wave-text")).not().hasText("0:00 to 0:40");
    assertThat(row.locator(".wave-state"))
        .hasText("", new LocatorAssertions.HasTextOptions().setTimeout(10_000));
    assertThat(takeComplaints()).allMatch(text -> text.contains("Failed to load resource"));
  }

  @Test
  void theWaveformOfAGrowingRecordingGrows() {
    Await.pass(Duration.ofSeconds(3));
    search("studio");
    String path = rows().first().getAttribute("data-path");
    Locator row = analysed(path);
    String first = row.locator(".wave-text").textContent();
    assertThat(row.locator(".wave-text"))
        .not()
        .hasText(first, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    assertThat(row.locator(".chips button")).not().hasCount(0);
  }

  @Test
  void aThresholdOfOnesOwnIsAppliedAtOnce() {
    Locator row = analysed("talks/talk.mp3");
    Locator threshold = row.getByLabel("louder than");
    assertThat(threshold).hasValue("-26");
    threshold.fill("-3");
    threshold.press("Enter");
    assertThat(row.locator(".wave h3")).hasText("0 loud sections");
    threshold.fill("-90");
    threshold.press("Enter");
    assertThat(row.locator(".wave h3")).hasText(Pattern.compile("[1-4] loud sections?"));
  }

  @Test
  void withoutFfmpegThePageSaysWhatToInstall() throws IOException {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    for (Path from : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
      try (Stream<Path> all = Files.list(from)) {
        for (Path program : all.toList()) {
          Path link = programs.resolve(program.getFileName());
          if (!program.endsWith("ffmpeg") && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, program);
          }
        }
      }
    }
    Map<String, String> without =
        Map.of("PATH", programs.toString(), "JAVA_HOME", System.getProperty("java.home"));
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.copy(directory.resolve("recordings/talks/talk.aac"), other.resolve("talk.aac"));
    try (IsrProcess server =
        IsrProcess.start(directory, without, "serve", "--dir", "other", "--port", "0")) {
      open(new Browser.NewContextOptions().setViewportSize(1200, 900), urlOf(server));
      Locator row = row("talk.aac");
      row.locator("button").first().click();
      row.locator(".wave-head button").click();
      assertThat(row.locator(".wave-state")).containsText("ffmpeg");
      assertThat(row.locator(".wave-state")).containsText("install");
      picture("no-ffmpeg");
      assertThat(takeComplaints()).allMatch(text -> text.contains("501"));
      page.navigate("about:blank");
    }
    try (Stream<Path> links = Files.list(programs)) { // JUnit would warn of each
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIGHT", "DARK"})
  void fitsANarrowScreenAndAxeFindsNothingSerious(String scheme) {
    open(
        new Browser.NewContextOptions()
            .setViewportSize(320, 1100)
            .setColorScheme(ColorScheme.valueOf(scheme)));
    Locator row = analysed("talks/talk.opus");
    row.getByLabel("Zoom in").click();
    assertThat(row.locator(".wave-slider")).isVisible();
    row.scrollIntoViewIfNeeded();
    nothingSticksOut(320);
    axeFindsNothingSerious();
    row.evaluate("r => r.scrollIntoView()");
    picture("wave-narrow-" + scheme.toLowerCase(Locale.ROOT));
    page.setViewportSize(1200, 900);
    row.evaluate("r => r.scrollIntoView()");
    picture("wave-wide-" + scheme.toLowerCase(Locale.ROOT));
  }
}
