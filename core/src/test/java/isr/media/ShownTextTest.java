package isr.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {
  @Test
  void replacesWhatIsNotSeenOrBeginsALine() {
    assertThat(ShownText.clean("a\u001b[2J\r\nb\u0085c\u202ed\u2028e\u2029f\u2066g\ufeffh"))
        .isEqualTo("a?[2J??b?c?d?e?f?g?h");
    assertThat(ShownText.clean("a\ud800b")).isEqualTo("a?b");
    assertThat(ShownText.clean("a\udb40\udc41b")).isEqualTo("a?b"); // a tag character
  }

  @Test
  void keepsWordsAndComposedEmoji() {
    for (String kept : new String[] {"", "Björk – “Jóga”", "👩\u200d🚀", "می\u200cخواهم"}) {
      assertThat(ShownText.clean(kept)).isEqualTo(kept);
    }
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(ShownText.clean("abcdef", 3)).isEqualTo("abc…");
    assertThat(ShownText.clean("abc", 3)).isEqualTo("abc");
  }
}
