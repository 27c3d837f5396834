package isr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ToolsTest {
  @Test
  void findsAProgramOnThePath() {
    assertThat(Tools.find("sh")).hasValueSatisfying(file -> assertThat(file).isExecutable());
    assertThat(Tools.missing("sh", "cat")).isEmpty();
  }

  @Test
  void namesTheMissingProgramAndItsPackage() {
    assertThat(Tools.missing("no-such-program", "sh"))
        .hasValue("needs no-such-program (apt install no-such-program)");
  }

  @Test
  void aMissingToolSkipsUnlessToolsAreRequired() {
    assertThat(RequiresToolsCondition.decide("needs x", false).isDisabled()).isTrue();
    assertThatThrownBy(() -> RequiresToolsCondition.decide("needs x", true))
        .hasMessageContaining("needs x");
  }
}
