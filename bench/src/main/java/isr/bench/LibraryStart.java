package isr.bench;

import isr.format.MediaFormats;
import isr.library.CatalogueCounts;
import isr.library.Library;
import isr.library.RecordedSegment;
import isr.library.SegmentQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the start of a recorder does with the library of a directory, with the time it takes: the
 * books are opened, the catalogue is brought up to date with the ledger, the disk is looked at.
 *
 * <pre>
 *   LibraryStart DIR         seconds since the start of the JVM, one line per step
 *   LibraryStart DIR kill    ends without closing the books, as kill -9 does
 *   LibraryStart DIR whole   waits, too, until all files are read whose headers do not tell a length
 * </pre>
 */
public final class LibraryStart {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final PrintStream out;
  private final long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();

  private LibraryStart(PrintStream out) {
    this.out = out;
  }

  /** Measures one start. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String end = args.length > 1 ? args[1] : "close";
    new LibraryStart(System.out).run(Path.of(args[0]), end);
  }

  private void run(Path root, String end) throws IOException, InterruptedException {
    tell("main");
    Library library = Library.open(root, MediaFormats.namesByExtension());
    tell("opened");
    check(library.settle(LIMIT), "settle");
    List<RecordedSegment> first = library.catalogue().segments(SegmentQuery.ALL.atMost(50));
    tell("answers", "first " + first.size());
    check(library.awaitScan(LIMIT), "scan");
    tell("scanned", counted(library));
    if (end.equals("whole")) {
      awaitWhole(library);
      tell("whole", counted(library));
    }
    tell("peak", peakMemory());
    if (end.equals("kill")) {
      Runtime.getRuntime().halt(0);
    }
    library.close();
    tell("closed");
  }

  private static void check(boolean done, String what) {
    if (!done) {
      throw new IllegalStateException(what + " took longer than " + LIMIT);
    }
  }

  private void awaitWhole(Library library) throws IOException, InterruptedException {
    while (library.catalogue().counts().estimated() > 0) {
      Thread.sleep(200);
    }
  }

  private static String counted(Library library) throws IOException {
    CatalogueCounts counts = library.catalogue().counts();
    return "segments %d, of these found %d, to be read %d, missing %d"
        .formatted(counts.segments(), counts.found(), counts.estimated(), counts.missing());
  }

  /** VmHWM of proc(5): the most memory that was resident at a time. */
  private static String peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .map(line -> line.replaceAll("\\s+", " "))
        .orElse("VmHWM: unknown");
  }

  private void tell(String step, String... more) {
    double seconds = (System.currentTimeMillis() - jvmStart) / 1e3;
    out.printf(Locale.ROOT, "%-8s %7.2f  %s%n", step, seconds, String.join(" ", more));
  }
}
