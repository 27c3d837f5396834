package isr.config;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * Everything that a configuration file says.
 *
 * @param log what is logged of everything that is not about one source
 * @param sources in the order of the file; at least one, their names are unique
 * @param web the web interface
 */
public record RecorderConfig(LogSettings log, List<SourceConfig> sources, WebSettings web) {
  /** Copies the list. */
  public RecorderConfig {
    sources = List.copyOf(sources);
  }

  /**
   * The configuration of {@code isr record URL…}: files named {@code NAME_%Y%m%d_%H%M%S} in {@code
   * recordings}, the name made of host and path, all else by default.
   *
   * @param urls as the user wrote them; a user name and password in them are used and not shown
   * @param directory the working directory, absolute
   * @param zone whose wall clock splits and names the files
   * @throws IllegalArgumentException when a URL can not be used, saying why; no password in it
   */
  public static RecorderConfig forUrls(List<String> urls, Path directory, ZoneId zone) {
    return new RecorderConfig(
        LogSettings.DEFAULT, UrlSources.of(urls, directory, zone), WebSettings.DEFAULT);
  }
}
