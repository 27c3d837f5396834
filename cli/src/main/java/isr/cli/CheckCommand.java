package isr.cli;

import isr.format.MediaFormats;
import isr.media.Fault;
import isr.media.FileReport;
import isr.media.MediaFormat;
import isr.media.ShownText;
import isr.media.Track;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isr check}: reads files strictly. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads recordings strictly, and prints format, duration, packets and every fault.",
      "Exit code 0: all good; 1: a file has faults or can not be read."
    })
final class CheckCommand implements Callable<Integer>, RecordingWalk.Visitor {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Recordings, or directories of them.")
  private List<Path> paths = new ArrayList<>();

  @Spec private CommandSpec spec;

  private boolean good = true;

  @Override
  public Integer call() {
    paths.forEach(path -> RecordingWalk.walk(path, this));
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  @Override
  public void file(Path file) {
    good &= isGood(file);
  }

  @Override
  public void failed(Path path, IOException e) {
    good = false;
    tell(path, e);
  }

  private boolean isGood(Path path) {
    MediaFormat format = MediaFormats.forFile(path).orElse(null);
    if (format == null) {
      complain(path + ": not a format that isr knows");
      return false;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      FileReport report = format.inspect(file);
      print(path, format, report);
      return report.good();
    } catch (IOException e) {
      tell(path, e);
      return false;
    }
  }

  private void print(Path path, MediaFormat format, FileReport report) {
    PrintWriter out = spec.commandLine().getOut();
    String faults = report.good() ? "good" : report.faultCount() + " faults";
    String file =
        String.format(
            Locale.ROOT,
            "%s: %s, %s, %d packets, %s",
            path,
            report.track().map(track -> describe(format, track)).orElse(format.name()),
            duration(report),
            report.packetCount(),
            faults);
    out.println(ShownText.clean(file));
    for (Fault fault : report.faults()) {
      out.println("  at byte " + fault.offset() + ": " + ShownText.clean(fault.rule()));
    }
    long more = report.faultCount() - report.faults().size();
    if (more > 0) {
      out.printf("  and %d more%n", more);
    }
    out.flush();
  }

  private static String describe(MediaFormat format, Track track) {
    String codec = format.name().equals(track.codec()) ? "" : " (" + track.codec() + ")";
    return format.name() + codec + " " + track.sampleRateHz() + " Hz " + track.channels() + " ch";
  }

  private static String duration(FileReport report) {
    int rate = report.track().map(Track::sampleRateHz).orElse(1);
    return String.format(
        Locale.ROOT,
        "%.3f s (%d samples)",
        (double) report.sampleCount() / rate,
        report.sampleCount());
  }

  private void tell(Path path, IOException e) {
    String reason = FileTrouble.reason(e);
    complain(reason.startsWith(path.toString()) ? reason : path + ": " + reason);
  }

  private void complain(String line) {
    spec.commandLine().getErr().println(ShownText.clean(line));
  }
}
