package isr.cli;

import isr.analysis.Audiowaveform;
import isr.analysis.Loudness;
import isr.analysis.Waveform;
import isr.analysis.Waveforms;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.cutting.LibraryCuts;
import isr.format.MediaFormats;
import isr.library.Catalogue;
import isr.library.Library;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import isr.media.ShownText;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isr analyze}: how loud recordings are, and where. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = {
      "Decodes recordings, and prints duration, format, peak and RMS, and the loud sections:"
          + " 100 ms whose RMS is above the threshold, joined across pauses of up to 0.3 s.",
      "AAC, and Vorbis of 3, 5, 6 or 7 channels, take the program ffmpeg (apt install"
          + " ffmpeg), which is used for MP3, Vorbis and Opus, too, where it is quicker.",
      "Results are kept, in .isr beside the recordings or else in the user's cache directory,"
          + " until the file changes.",
      "Exit code 0: done; 1: a file can not be read or decoded; 2: wrong usage."
    })
final class AnalyzeCommand implements Callable<Integer> {
  /** Of more sections, the loudest are printed. */
  private static final int MOST_SECTIONS = 2000;

  private static final int MOST_THREADS = 8;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recordings.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--threshold",
      paramLabel = "X",
      defaultValue = "0.05",
      description = "RMS above which it is loud, 0 to 1; ${DEFAULT-VALUE} unless given.")
  private double threshold = 0.05;

  @Option(names = "--json", description = "Print an array of JSON objects, for programs.")
  private boolean json;

  @Option(
      names = "--dat",
      paramLabel = "OUT",
      description =
          "Write the waveform of the one FILE as a binary file of audiowaveform (version 2, 8 bits,"
              + " 256 samples per pixel); overwrites OUT.")
  private @Nullable Path dat;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new ParameterException(spec.commandLine(), "--threshold: expected 0 to 1");
    }
    if (dat != null && paths.size() != 1) {
      throw new ParameterException(spec.commandLine(), "--dat: expected one FILE");
    }
    List<AnalysisReport> reports = new ArrayList<>();
    boolean good = true;
    for (Path path : paths) {
      try {
        AnalysisReport report = analyze(path);
        reports.add(report);
        if (!json) {
          report.print(spec.commandLine().getOut());
        }
      } catch (IOException e) {
        good = false;
        tell(path, e);
      }
    }
    if (json) {
      AnalysisReport.writeJson(reports, spec.commandLine().getOut());
    }
    if (spec.commandLine().getOut().checkError()) {
      spec.commandLine().getErr().println("isr: what was found can not be written");
      good = false;
    }
    return good ? ExitCode.DONE : ExitCode.FAILED;
  }

  private AnalysisReport analyze(Path path) throws IOException {
    MediaFormat format =
        MediaFormats.forFile(path)
            .orElseThrow(() -> new IOException(path + ": not a format that isr knows"));
    Path file = path.toRealPath();
    if (!Files.isRegularFile(file)) {
      throw new IOException(path + ": not a regular file");
    }
    Path out = dat;
    if (out != null && Files.exists(out) && Files.isSameFile(out, file)) {
      throw new IOException("--dat would overwrite the recording itself");
    }
    Optional<Path> root = Library.rootOf(file);
    Waveforms waveforms = waveforms(root);
    Waveform waveform =
        waveform(waveforms, new Waveforms.Subject(file, format, points(root, file, format)));
    if (out != null) {
      try (OutputStream stream = Files.newOutputStream(out)) {
        waveform.writeDat(stream, Audiowaveform.DEFAULT_SAMPLES_PER_PIXEL);
      }
    }
    Loudness loudness = waveform.loudness(threshold, MOST_SECTIONS);
    return new AnalysisReport(path, format.name(), threshold, waveform, loudness);
  }

  private static Waveform waveform(Waveforms waveforms, Waveforms.Subject subject)
      throws IOException {
    Optional<Waveform> kept =
        waveforms
            .find(subject.file())
            .filter(Waveforms.Found::current)
            .map(Waveforms.Found::waveform);
    if (kept.isPresent()) {
      return kept.get();
    }
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return waveforms.make(subject, threads, part -> {});
  }

  private static Waveforms waveforms(Optional<Path> root) {
    Path directory =
        root.map(books -> books.resolve(Library.DIRECTORY))
            .filter(Files::isWritable)
            .orElseGet(() -> UserCaches.directory(System.getenv()).resolve("isr"));
    return new Waveforms(
        directory.resolve(Waveforms.DIRECTORY),
        Waveforms.DEFAULT_MAX_BYTES,
        new AudioReaders(Ffmpeg.on(System.getenv("PATH"))),
        InstantSource.system());
  }

  private static SeekPoints points(Optional<Path> root, Path file, MediaFormat format) {
    if (root.isEmpty()) {
      return SeekPoints.NONE;
    }
    String path = root.get().relativize(file).toString();
    ZoneId zone = ZoneId.systemDefault();
    return LibraryCuts.of(Catalogue.of(root.get()), path, file, format, zone).points();
  }

  private void tell(Path path, IOException e) {
    String reason = FileTrouble.reason(e);
    String line = reason.startsWith(path.toString()) ? reason : path + ": " + reason;
    spec.commandLine().getErr().println("isr: " + ShownText.clean(line));
  }
}
