package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSetupTest {
  @Test
  void aMessageIsOneLineOfTextThatIsSeen() {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      LogSetup.quiet();
      LoggerFactory.getLogger(LogSetupTest.class)
          .warn("{}: Björk 👩\u200d🚀", "a\u001b[2J\nb\u202ec\u2028d");
      LogSetup.flush();
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(StandardCharsets.UTF_8))
        .endsWith("WARN  a?[2J?b?c?d: Björk 👩\u200d🚀" + System.lineSeparator())
        .hasLineCount(1);
  }
}
