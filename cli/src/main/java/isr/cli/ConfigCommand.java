package isr.cli;

import isr.config.ConfigEnvironment;
import isr.config.RecorderConfig;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isr config}: what concerns configurations. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Checks configurations.",
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: check");
  }

  /** {@code isr config check}: tells every mistake, and starts nothing. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a configuration and tells every mistake; starts nothing.",
        "Exit code 0: it is good; 2: it has mistakes."
      })
  static final class Check implements Callable<Integer> {
    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The configuration (TOML); also as -c FILE.")
    private @Nullable Path argument;

    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = "The configuration (TOML).")
    private @Nullable Path option;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Path file = option == null ? argument : option;
      if (file == null) {
        throw new ParameterException(spec.commandLine(), "Which configuration? Give -c FILE");
      }
      ConfigEnvironment environment =
          new ConfigEnvironment(System.getenv(), ZoneId.systemDefault());
      Optional<RecorderConfig> config =
          ConfigReading.read(file, environment, spec.commandLine().getErr());
      config.ifPresent(
          good -> spec.commandLine().getOut().println(file + ": good, " + count(good)));
      return config.isPresent() ? ExitCode.DONE : ExitCode.USAGE;
    }

    private static String count(RecorderConfig config) {
      int sources = config.sources().size();
      return sources == 1 ? "1 source" : sources + " sources";
    }
  }
}
