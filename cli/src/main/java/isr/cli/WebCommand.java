package isr.cli;

import isr.config.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isr web}: what concerns the web interface. */
@Command(
    name = "web",
    mixinStandardHelpOptions = true,
    description = "Sets up the web interface; isr serve starts it.",
    subcommands = WebCommand.Password.class)
final class WebCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: password");
  }

  /** {@code isr web password}: makes the hash of a password. */
  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      description = {
        "Asks for a password, or reads a line of standard input, and prints the line for [web] of"
            + " the configuration.",
        "Exit code 0: done; 2: no password, or two different ones."
      })
  static final class Password implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      char[] password = read();
      if (password.length == 0 || password.length > PasswordHash.MAX_PASSWORD_CHARS) {
        throw new ParameterException(
            spec.commandLine(),
            "expected a password of 1 to " + PasswordHash.MAX_PASSWORD_CHARS + " characters");
      }
      PasswordHash hash = PasswordHash.of(password);
      Arrays.fill(password, ' ');
      spec.commandLine().getOut().println("password_hash = \"" + hash + "\"");
      return ExitCode.DONE;
    }

    @SuppressWarnings("SystemConsoleNull") // the launcher says jdk.console=java.base
    private char[] read() throws IOException {
      Console console = System.console();
      if (console == null) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String line = in.readLine();
        return line == null ? new char[0] : line.toCharArray();
      }
      char[] once = console.readPassword("Password: ");
      char[] twice = console.readPassword("Once more: ");
      if (once == null || twice == null || !Arrays.equals(once, twice)) {
        throw new ParameterException(spec.commandLine(), "these are two different passwords");
      }
      return once;
    }
  }
}
