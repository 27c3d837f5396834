package isr.cli;

import isr.cutting.CutFile;
import isr.cutting.CutGap;
import isr.cutting.CutPlan;
import isr.cutting.CutRun;
import isr.cutting.CutTime;
import isr.cutting.FileCuts;
import isr.cutting.GapChoice;
import isr.cutting.LibraryCuts;
import isr.cutting.SourceCuts;
import isr.format.MediaFormats;
import isr.library.Catalogue;
import isr.library.Library;
import isr.media.MediaFormat;
import isr.media.OpusTrack;
import isr.media.ShownText;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isr cut}: a range of a recording, or of what was recorded of a source, to a new file. */
@Command(
    name = "cut",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "isr cut FILE FROM TO [-o OUT]",
      "       isr cut --source NAME [--dir DIR] [--route ROUTE] [--fill|--close] FROM TO [-o OUT]"
    },
    description = {
      "Writes a range of a recording to a new file of the same format, without coding it again.",
      "WAV, FLAC, MP3, Vorbis and Opus are cut on the sample, AAC and layer II on the frame.",
      "In a file, FROM and TO are seconds, m:ss or h:mm:ss, with fractions if need be.",
      "With --source they are times of day, and the range may lie in several files:"
          + " 2026-11-27T09:50, or 09:50 for today; TO without a day is the next such time.",
      "A file that exists is never overwritten.",
      "Exit code 0: done; 1: nothing there, or a file can not be read or written; 2: wrong usage."
    })
final class CutCommand implements Callable<Integer> {
  private static final Duration CATALOGUE_TIMEOUT = Duration.ofMinutes(2);

  /** Extensions of formats that isr does not write. */
  private static final Set<String> OTHERS =
      Set.of("m4a", "mp4", "m4b", "mka", "webm", "aif", "aiff", "wma", "caf", "alac");

  @Parameters(
      arity = "2..3",
      paramLabel = "[FILE] FROM TO",
      description = "The recording, unless --source is given; the beginning and the end.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--source", paramLabel = "NAME", description = "Cut what was recorded of it.")
  private @Nullable String source;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "recordings",
      description = "The output directory of the source; ${DEFAULT-VALUE} unless given.")
  private Path directory = Path.of("recordings");

  @Option(
      names = "--route",
      paramLabel = "ROUTE",
      description = "Whose channels, where the source has routes.")
  private @Nullable String route;

  @Option(
      names = "--fill",
      description = "Put silence where audio is missing (WAV, FLAC); else gaps are closed up.")
  private boolean fill;

  @Option(
      names = "--close",
      description = "Leave out the silence that was recorded in place of missing audio, too.")
  private boolean close;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description =
          "The new file; named after the source and its time unless given. Where codec, rate or"
              + " channels change within the range there are several: OUT, OUT-2, …")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    boolean ofSource = source != null;
    if (words.size() != (ofSource ? 2 : 3)) {
      throw new ParameterException(
          spec.commandLine(),
          ofSource
              ? "With --source, expected FROM and TO"
              : "Expected FILE, FROM and TO, or --source NAME, FROM and TO");
    }
    try {
      if (ofSource) {
        cutSource(String.valueOf(source));
      } else {
        write(filePlan(Path.of(words.get(0))));
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      spec.commandLine().getErr().println("isr: " + ShownText.clean(FileTrouble.reason(e)));
      return ExitCode.FAILED;
    }
  }

  private CutPlan filePlan(Path file) throws IOException {
    double from = seconds(words.get(1));
    double to = seconds(words.get(2));
    MediaFormat format =
        MediaFormats.forFile(file)
            .orElseThrow(() -> new IOException(file + ": not a format that isr knows"));
    ZoneId zone = ZoneId.systemDefault();
    return FileCuts.plan(cuttable(file.toRealPath(), format, zone), from, to, gaps(), zone);
  }

  private static FileCuts.Cuttable cuttable(Path file, MediaFormat format, ZoneId zone) {
    Optional<Path> root = Library.rootOf(file);
    if (root.isEmpty()) {
      return new FileCuts.Cuttable(file, format);
    }
    String path = root.get().relativize(file).toString();
    return LibraryCuts.of(Catalogue.of(root.get()), path, file, format, zone);
  }

  private GapChoice gaps() {
    if (fill && close) {
      throw new ParameterException(spec.commandLine(), "--fill and --close exclude each other");
    }
    return fill ? GapChoice.FILL : close ? GapChoice.CLOSE : GapChoice.AS_RECORDED;
  }

  private double seconds(String text) {
    return CutTime.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "Expected seconds, m:ss or h:mm:ss, such as 75, 1:15 or 1:02:03.5; found "
                        + text));
  }

  private void cutSource(String name) throws IOException, InterruptedException {
    ZoneId zone = ZoneId.systemDefault();
    Instant now = InstantSource.system().instant();
    Instant from;
    Instant to;
    try {
      from = DayTime.parse(words.get(0), now, zone);
      to = DayTime.parseEnd(words.get(1), from, zone);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + ": no such directory; say which with --dir");
    }
    try (Library library = Library.open(directory, MediaFormats.namesByExtension())) {
      if (!library.settle(CATALOGUE_TIMEOUT)) {
        throw new IOException(directory + ": its catalogue does not get ready");
      }
      SourceCuts.Request request =
          new SourceCuts.Request(name, Optional.ofNullable(route), from, to, gaps());
      write(SourceCuts.plan(library.root(), library.catalogue(), zone, request));
    }
  }

  private void write(CutPlan plan) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (CutGap gap : plan.gaps()) {
      String what =
          gap.filled() && !close
              ? "silence, as recorded"
              : fill && gap.fillable() ? "filled" : "closed up";
      out.println(
          ShownText.clean(
              String.format(
                  Locale.ROOT,
                  "gap at %s, %.3f s: %s (%s)",
                  CutTime.text(gap.atSeconds()),
                  gap.seconds(),
                  gap.cause(),
                  what)));
    }
    checkExtension(plan.runs());
    int number = 0;
    for (CutRun run : plan.runs()) {
      Path file = target(run, ++number);
      CutFile cut = run.file();
      write(cut, file);
      out.println(
          ShownText.clean(
              "%s: %s, %d bytes".formatted(file, CutTime.text(run.seconds()), cut.length())));
    }
    if (!plan.exact()) {
      out.println("cut on whole frames, as the format allows");
    }
    out.flush();
  }

  /** A cut is of the format of what it is cut from; another extension would tell a lie. */
  private void checkExtension(List<CutRun> runs) throws IOException {
    Path given = output;
    if (given == null || runs.isEmpty()) {
      return;
    }
    String name = String.valueOf(given.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    CutRun run = runs.get(0);
    boolean isAudio = MediaFormats.forFile(given).isPresent() || OTHERS.contains(extension);
    boolean isOpus = run.track() instanceof OpusTrack;
    boolean fits =
        run.format().extensions().contains(extension) && (isOpus || !extension.equals("opus"));
    if (isAudio && !fits) {
      throw new IOException(
          "%s: a cut is not coded anew, this one is %s; call it .%s"
              .formatted(given, run.track().codec(), run.format().extension(run.track())));
    }
  }

  private Path target(CutRun run, int number) {
    Path given = output;
    if (given == null) {
      return Path.of(run.name());
    }
    if (number == 1) {
      return given;
    }
    String name = String.valueOf(given.getFileName());
    int dot = name.lastIndexOf('.');
    String base = dot > 0 ? name.substring(0, dot) : name;
    String extension = run.name().substring(run.name().lastIndexOf('.'));
    return given.resolveSibling(base + "-" + number + extension);
  }

  private static void write(CutFile cut, Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      try {
        cut.writeTo(channel);
      } catch (IOException | RuntimeException e) {
        Files.delete(file);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + ": it exists, and is not overwritten", e);
    }
  }
}
