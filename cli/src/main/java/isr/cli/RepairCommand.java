package isr.cli;

import isr.format.MediaFormats;
import isr.media.MediaFormat;
import isr.media.Repair;
import isr.media.ShownText;
import isr.segment.FileMender;
import isr.segment.FileMender.Finding;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isr repair}: mends what a crash left, of isr's or of another program's. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = {
      "Mends recordings that were never closed, whoever wrote them: wrong sizes and counts in"
          + " headers, incomplete last frames and pages, a missing mark of the end.",
      "Audio is never touched. The original is kept until the new file is on the disk, beside it."
          + " What is good, or being recorded, is left alone.",
      "Exit code 0: all are good; 1: a file could not be mended, faults stay, or a ledger could not"
          + " be told."
    })
final class RepairCommand implements Callable<Integer>, RecordingWalk.Visitor {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Recordings, or directories of them.")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  private final RepairClaims claims = new RepairClaims(InstantSource.system());
  private int untouched;
  private int mended;
  private int failed;
  private boolean faultsStay;

  @Override
  public Integer call() {
    try (claims) {
      paths.forEach(path -> RecordingWalk.walk(path, this));
    }
    printSummary();
    return failed == 0 && !faultsStay && claims.allTold() ? ExitCode.DONE : ExitCode.FAILED;
  }

  @Override
  public void file(Path file) {
    try {
      MediaFormat format =
          MediaFormats.forFile(file)
              .orElseThrow(() -> new IOException("not a format that isr knows"));
      file(file, format);
    } catch (IOException e) {
      failed(file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void failed(Path path, IOException e) {
    failed++;
    String reason = FileTrouble.reason(e);
    String prefix = path + ": ";
    String line = prefix + "not mended: " + reason.replace(prefix, "");
    spec.commandLine().getErr().println(ShownText.clean(line));
  }

  private void file(Path file, MediaFormat format) throws IOException, InterruptedException {
    Path real = file.toRealPath();
    Finding finding = FileMender.look(real, format);
    if (!finding.needsMending()) {
      untouched++;
      print(file, "nothing to mend", finding);
      return;
    }
    try (RepairClaims.Claim claim = claims.claim(real)) {
      if (!dryRun) {
        Repair repair = FileMender.replace(real, format, finding);
        claim.mended(repair, Files.size(real));
      }
    }
    mended++;
    print(file, (dryRun ? "would be mended: " : "mended: ") + RepairText.of(finding), finding);
  }

  private void print(Path file, String outcome, Finding finding) {
    long faults = finding.after().faultCount();
    String rest = "";
    if (faults > 0) {
      faultsStay = true;
      rest = "; " + RepairText.counted(faults, "fault") + " can not be mended (isr check tells)";
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(ShownText.clean(file + ": " + outcome + rest));
    out.flush();
  }

  private void printSummary() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d %s, %d with nothing to mend, %d not mended%n",
        RepairText.counted((long) untouched + mended + failed, "file"),
        mended,
        dryRun ? "would be mended" : "mended",
        untouched,
        failed);
    out.flush();
  }
}
