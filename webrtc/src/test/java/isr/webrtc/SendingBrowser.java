package isr.webrtc;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import isr.testing.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Chromium with a microphone that beeps. */
final class SendingBrowser implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  SendingBrowser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node").toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program("chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--use-fake-ui-for-media-stream",
                            "--use-fake-device-for-media-stream",
                            "--allow-loopback-in-peer-connection",
                            "--autoplay-policy=no-user-gesture-required")));
  }

  /** A new tab with the page that sends. */
  Page open(String url) {
    Page page = browser.newContext().newPage();
    page.navigate(url);
    page.waitForFunction("document.title === 'Ready'");
    return page;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Path program(String name) {
    return Tools.find(name).orElseThrow();
  }
}
