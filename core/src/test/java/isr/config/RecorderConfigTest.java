package isr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.segment.FilenamePattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderConfigTest {
  private static final Path DIRECTORY = Path.of("/home/me");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @Test
  void aUrlAloneIsRecordedWithTheDefaults() {
    SourceConfig source = of("http://icecast.example.com:8000/live").sources().get(0);
    assertThat(source.name()).isEqualTo("icecast.example.com_8000_live");
    assertThat(source.settings().directory()).isEqualTo(Path.of("/home/me/recordings"));
    assertThat(source.settings().names()).isEqualTo(new FilenamePattern("%{source}_%Y%m%d_%H%M%S"));
    assertThat(source.settings().interval()).isEqualTo(Duration.ofMinutes(60));
    assertThat(source.settings().zone()).isEqualTo(ZONE);
    assertThat(source.settings().retry().maxRetries()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.example/, a.example",
    "https://a.example/x/y.mp3?token=1#z, a.example_x_y",
    "http://a.example/x/.hidden/%2e%2e/y, a.example_x_.hidden_.._y",
    "http://[::1]:8000/a, 1_8000_a",
    "http://a.example/;, a.example",
    "http://a.example/%C3%A4b, a.example_b",
    "http://a.example/live.m3u8, a.example_live",
  })
  void aSourceIsNamedAfterHostAndPath(String url, String name) {
    assertThat(UrlSources.name(URI.create(url))).isEqualTo(name);
    assertThat(Names.check(name)).isEmpty();
  }

  @Test
  void namesAreUniqueAndValidHoweverLongTheUrls() {
    String url = "http://a.example/" + "x".repeat(300);
    RecorderConfig config = of(url, url + "y", "http://a.example/b", "http://a.example/b.mp3");
    assertThat(config.sources())
        .extracting(SourceConfig::name)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(Names.check(name)).isEmpty())
        .endsWith("a.example_b", "a.example_b-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://me:hunter2@x/",
        "me:hunter2@x",
        "http://me:hunter2@x:99999/",
        "http://me:hunter2@x/a b",
        ""
      })
  void aUrlThatIsNoneIsRefusedWithoutRepeatingItsPassword(String url) {
    assertThatThrownBy(() -> of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: ")
        .hasMessageNotContaining("hunter2");
  }

  private static RecorderConfig of(String... urls) {
    return RecorderConfig.forUrls(List.of(urls), DIRECTORY, ZONE);
  }
}
