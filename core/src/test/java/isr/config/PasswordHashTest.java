package isr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  @Test
  void matchesItsPasswordAndNoOtherAfterBeingWrittenAndRead() {
    PasswordHash read = PasswordHash.parse(PasswordHash.of("pässword".toCharArray()).toString());
    assertThat(read.matches("pässword".toCharArray())).isTrue();
    assertThat(read.matches("password".toCharArray())).isFalse();
    assertThat(read.matches(new char[0])).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDiffer() {
    assertThat(PasswordHash.of("a".toCharArray()).toString())
        .isNotEqualTo(PasswordHash.of("a".toCharArray()).toString());
  }

  /** The vector is from hashlib.pbkdf2_hmac of Python. */
  @Test
  void derivesTheKeyOfTheTestVector() {
    String text =
        "pbkdf2-sha256:80000:MDEyMzQ1Njc4OWFiY2RlZg:31B9Accg8dLeg9jrPeAj0Aw5iKcR4Au8MbgZvknk0CQ";
    assertThat(PasswordHash.parse(text).matches("Password".toCharArray())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "pbkdf2-sha256:0:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:99999999:MDEyMzQ1Njc4OWFiY2RlZg:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha256:1000:short:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void refusesWhatIsNoHashWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected")
        .hasMessageNotContaining("AAAA");
  }
}
