package isr.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * A terminal with lines that change at its bottom, and log lines that scroll away above them.
 *
 * <p>Any thread; one call is one uninterrupted piece of output.
 */
final class Screen {
  private static final String CLEAR_TO_END = "\u001b[J";
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";

  private final PrintStream out;
  private List<String> lines = List.of();
  private int drawn;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** Replaces the lines at the bottom. */
  synchronized void draw(List<String> newLines) {
    lines = List.copyOf(newLines);
    show("");
  }

  /** Prints a line, with its line break, above the lines at the bottom. */
  synchronized void print(String line) {
    show(line);
  }

  /** Leaves the lines as they are; what comes next is printed below them. */
  synchronized void leave() {
    drawn = 0;
    lines = List.of();
  }

  private void show(String above) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    text.append('\r').append(CLEAR_TO_END).append(above).append(WRAP_OFF);
    lines.forEach(line -> text.append(line).append('\n'));
    out.print(text.append(WRAP_ON));
    out.flush();
    drawn = lines.size();
  }
}
