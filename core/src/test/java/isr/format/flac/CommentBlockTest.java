package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommentBlockTest {
  @Test
  void aTitleHasNoCharactersThatAreNotSeen() {
    List<String> comments = List.of("artist=A\u202eB", "TITLE=C\u0007\nD\u2066 👩\u200d🚀");
    assertThat(new CommentBlock("isr", comments).title()).contains("A?B - C D? 👩\u200d🚀");
  }
}
