package isr.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: {@code isr COMMAND}. */
@Command(
    name = "isr",
    description = "Records many audio sources at once, unattended, and loses nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      RecordCommand.class,
      DevicesCommand.class,
      CutCommand.class,
      AnalyzeCommand.class,
      CheckCommand.class,
      RepairCommand.class,
      ServeCommand.class,
      WebCommand.class,
      ConfigCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command that the arguments name and ends the JVM with its exit code. */
  public static void main(String[] args) {
    LogSetup.quiet();
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
