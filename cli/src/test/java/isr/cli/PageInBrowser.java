package isr.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A real browser at the page of a real server. After each test nothing has gone wrong in the page,
 * and it has asked no other host.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PageInBrowser {
  private static final Pattern URL = Pattern.compile("isr: open (http://\\S+)");

  private IsrProcess recorder;
  private IsrProcess server;
  private Playwright playwright;
  private Browser browser;
  private String url;
  private final List<String> strangers = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /** The page, new for each test. */
  protected Page page;

  /** Makes what there is to be seen, and starts the server. */
  protected abstract IsrProcess serve() throws Exception;

  /** Records a tone to {@code recordings}, and serves that directory, in two processes. */
  protected IsrProcess recordAndServe(Path directory) {
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
    return IsrProcess.start(directory, "serve", "--dir", "recordings", "--port", "0");
  }

  @BeforeAll
  void startServerAndBrowser() throws Exception {
    server = serve();
    url = urlOf(server);
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

  private static String program(String name) {
    return Exec.command("sh", "-c", "command -v " + name).run().orFail().stdout().strip();
  }

  private static String find(String text) {
    Matcher matcher = URL.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  @AfterAll
  void stopServerAndBrowser() {
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

  /** Opens it anew, in a window of another kind. */
  protected void open(Browser.NewContextOptions options) {
    open(options, url);
  }

  /** Opens a page of another server. */
  protected void open(Browser.NewContextOptions options, String at) {
    if (page != null) {
      page.context().close();
    }
    page = browser.newContext(options).newPage();
    page.onRequest(
        request -> {
          if (!request.url().startsWith(at)) {
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
    page.navigate(at);
    assertThat(page.locator("#shown")).containsText("shown");
  }

  @AfterEach
  void nothingWentWrongAndNoOtherHostWasAsked() {
    page.context().close();
    page = null;
    assertThat(strangers).isEmpty();
    assertThat(complaints).isEmpty();
  }

  /** What the console has said by now, which is forgotten. */
  protected List<String> takeComplaints() {
    List<String> taken = List.copyOf(complaints);
    complaints.clear();
    return taken;
  }

  /** For people to look at, where {@code isr.screenshots} names a directory. */
  protected void picture(String name) {
    String folder = System.getProperty("isr.screenshots");
    if (folder != null) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")).setFullPage(false));
    }
  }

  /** The recordings of the list. */
  protected Locator rows() {
    return page.locator("#rows > li");
  }

  /** The recording of that path. */
  protected Locator row(String path) {
    return page.locator("#rows > li[data-path='" + path + "']");
  }

  /** Types a search, and waits for the answer. */
  protected void search(String text) {
    page.locator("#query").fill(text);
    assertThat(page.locator("#shown")).containsText("in all");
  }

  /** Asks axe, which knows the rules of WCAG. */
  protected void axeFindsNothingSerious() {
    assertThat(
            new AxeBuilder(page)
                .analyze().getViolations().stream()
                    .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .map(rule -> rule.getId() + ": " + rule.getNodes())
                    .toList())
        .isEmpty();
  }

  /** Nothing is wider than the window. */
  protected void nothingSticksOut(int width) {
    assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(width);
  }

  /** Encodes a tone of 48 kHz in the format that the name says. */
  protected static void tone(Path file, int channels, int seconds) {
    Exec.command(
            "ffmpeg",
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "sine=f=440:r=48000",
            "-ac",
            String.valueOf(channels),
            "-t",
            String.valueOf(seconds),
            "-bitexact",
            file.toString())
        .run()
        .orFail();
  }

  /** Per channel, as ffmpeg hears them. */
  protected static int samples(Path file) {
    return Exec.command(
                "ffmpeg", "-v", "error", "-i", file.toString(), "-ac", "1", "-f", "s16le", "-")
            .run()
            .orFail()
            .stdoutBytes()
            .length
        / 2;
  }

  /** The address that a server tells. */
  protected static String urlOf(IsrProcess server) {
    Await.until("the server listens", Duration.ofSeconds(40), () -> find(server.stderr()) != null);
    return find(server.stderr());
  }
}
