package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.capture.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSpecTest {
  @Test
  void takesCredentialsOutOfTheUrl() {
    StreamSpec spec = StreamSpec.of("http://jo%40e:p%3Aw+d%20@Host:8000/live?x=1#y");
    assertThat(spec.url()).isEqualTo(URI.create("http://Host:8000/live?x=1"));
    assertThat(spec.description()).isEqualTo("http://Host:8000/live?x=1");
    assertThat(spec.credentials()).contains(new Credentials("jo@e", Secret.of("p:w+d ")));
    assertThat(spec.toString()).doesNotContain("p:w+d").doesNotContain("p%3Aw");
  }

  @Test
  void prefersTheCredentialsOfTheConfiguration() {
    StreamSpec spec = StreamSpec.of("http://a:b@h/", "joe", Secret.of("pw"), "mp3");
    assertThat(spec.credentials()).contains(new Credentials("joe", Secret.of("pw")));
    assertThat(spec.type()).isEqualTo("stream");
    assertThat(spec.format()).isEqualTo("mp3");
  }

  @Test
  void hasAPathAndMayHaveNoCredentials() {
    StreamSpec spec = StreamSpec.of(" HTTPS://[::1]:8443 ");
    assertThat(spec.url()).isEqualTo(URI.create("https://[::1]:8443/"));
    assertThat(spec.credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://joe:pw@m\u00fcnchen.example:8000/live, http://xn--mnchen-3ya.example:8000/live",
    "https://\u0440\u0430\u0434\u0438\u043e.example, https://xn--80aimyg.example/",
    "http://m%C3%BCnchen.example/, http://xn--mnchen-3ya.example/",
    "http://my_radio.example:8000/live?x, http://my_radio.example:8000/live?x"
  })
  void knowsHostsThatJavasUriDoesNot(String url, URI asked) {
    StreamSpec spec = StreamSpec.of(url);
    assertThat(spec.url()).isEqualTo(asked);
    assertThat(Urls.host(asked)).isEqualTo(asked.getRawAuthority().replaceFirst(":.*", ""));
    assertThat(Urls.port(asked))
        .isEqualTo(url.contains(":8000") ? 8000 : url.startsWith("https") ? 443 : 80);
    if (url.contains("@")) {
      assertThat(spec.credentials()).contains(new Credentials("joe", Secret.of("pw")));
    }
  }

  @Test
  void findsCredentialsBeforeAHostThatJavasUriDoesNotKnow() {
    StreamSpec spec = StreamSpec.of("http://joe:p%40w@my_radio.example/live");
    assertThat(spec.url()).isEqualTo(URI.create("http://my_radio.example/live"));
    assertThat(spec.credentials()).contains(new Credentials("joe", Secret.of("p@w")));
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:hunter2@my$radio.example/, 'the host has a \"$\", which is not supported'",
    "https://my_radio.example/, supported with http only",
    "http://my_radio.example:99999/, expected http://host"
  })
  void saysWhyAHostIsNotSupported(String url, String message) {
    assertThatThrownBy(() -> StreamSpec.of(url))
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "live",
        "ftp://u:hunter2@h/",
        "http:///x",
        "http://u:hunter2@/x",
        "http://u:hunter2@h:port/",
        "http://u:hunter2@h/a b",
        "http://u:hun ter2@h/",
        "u:hunter2@h",
        "file:///etc/passwd"
      })
  void refusesWhatIsNoHttpUrlWithoutRepeatingAPassword(String url) {
    assertThatThrownBy(() -> StreamSpec.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: ")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("hun"))
        .hasNoCause();
  }

  @Test
  void refusesAUserNameThatBasicAuthenticationCanNotCarry() {
    assertThatThrownBy(() -> StreamSpec.of("http://h/", "a:b", Secret.of("pw"), "auto"))
        .hasMessageContaining("username")
        .hasMessageNotContaining("pw");
  }

  @Test
  void aSecretPrintsItselfToNobody() {
    assertThat(Secret.of("x").toString()).isEqualTo(Secret.of("y").toString());
    assertThat(Secret.of("x")).isEqualTo(Secret.of("x")).isNotEqualTo(Secret.of("y"));
  }
}
