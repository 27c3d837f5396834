package isr.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import isr.analysis.Audiowaveform;
import isr.analysis.LoudSection;
import isr.analysis.Loudness;
import isr.analysis.Peaks;
import isr.analysis.Waveform;
import isr.analysis.Waveforms;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.codec.FfmpegMissingException;
import isr.cutting.LibraryCuts;
import isr.format.MediaFormats;
import isr.library.RecordedSegment;
import isr.media.MalformedMediaException;
import isr.media.MediaFormat;
import isr.media.MediaLimitException;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recording looks like, and where it is loud: {@code …/waveform} begins the analysis and
 * tells how far it is, {@code …/waveform-peaks} gives points to draw, {@code …/waveform.dat} and
 * {@code .json} are for other programs.
 */
final class WaveformHandler {
  private static final int MOST_SECTIONS = 5000;
  private static final int DEFAULT_POINTS = 2000;
  private static final int MAX_POINTS = 20_000;

  /** Of files of many channels there are fewer points. */
  private static final int MAX_VALUES = 200_000;

  private static final int MAX_SAMPLES_PER_PIXEL = 1 << 24;

  /** What is told of digital silence, for which there is no number. */
  private static final double SILENCE_DB = -120;

  /** A file that was written so lately may grow, be it that no recorder of ours does it. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final double threshold;
  private final ZoneId zone;
  private final InstantSource clock;
  private final AnalysisJobs jobs;
  private final LongWork sending;
  private final AudioReaders readers;

  WaveformHandler(
      double threshold,
      Ffmpeg ffmpeg,
      ZoneId zone,
      InstantSource clock,
      AnalysisJobs jobs,
      LongWork sending) {
    this.threshold = threshold;
    this.zone = zone;
    this.clock = clock;
    this.jobs = jobs;
    this.sending = sending;
    this.readers = new AudioReaders(ffmpeg);
  }

  /** The answer while it is being made. */
  record Working(String state, double progress) {}

  /** The answer when it is there; times in seconds. */
  record Ready(
      String state,
      String version,
      double duration,
      int sampleRate,
      int channels,
      boolean growing,
      double threshold,
      double peakDb,
      double rmsDb,
      List<Loud> loud,
      long loudTotal) {}

  /** A loud section. */
  record Loud(double from, double to, double rmsDb) {}

  /** The parts of one recording. */
  Map<String, Router.Part> parts() {
    return Map.of(
        "waveform",
        this::answer,
        "waveform-peaks",
        this::answerPeaks,
        "waveform.dat",
        (exchange, file) -> answerExport(exchange, file, "dat"),
        "waveform.json",
        (exchange, file) -> answerExport(exchange, file, "json"));
  }

  private void answer(HttpServerExchange exchange, RequestedFile file) throws IOException {
    double wanted = Parameters.of(exchange).decimal("threshold", 0, 1).orElse(threshold);
    boolean growing = isGrowing(file);
    Waveforms waveforms = waveforms(file);
    Optional<Waveforms.Found> found = waveforms.find(file.real());
    boolean ready =
        found.isPresent() && (found.get().current() || growing || isWrittenLately(file));
    if (!ready || !found.get().current()) {
      Optional<AnalysisJobs.Job> job = begin(waveforms, file, ready);
      if (!ready) {
        exchange.setStatusCode(202);
        double progress = job.map(AnalysisJobs.Job::progress).orElse(0.0);
        Answers.json(exchange, new Working("working", Math.floor(progress * 1000) / 1000));
        return;
      }
    }
    Answers.json(exchange, told(found.get().waveform(), wanted, growing));
  }

  /**
   * Begins an analysis.
   *
   * @param shown whether there is an older one to be shown: then no failure matters
   */
  private Optional<AnalysisJobs.Job> begin(Waveforms waveforms, RequestedFile file, boolean shown)
      throws IOException {
    try {
      return Optional.of(jobs.begin(waveforms, subject(file)));
    } catch (IOException e) {
      if (shown) {
        return Optional.empty();
      }
      throw explained(e);
    } catch (Problem busy) {
      if (shown) {
        return Optional.empty();
      }
      throw busy;
    }
  }

  /** What can be told to the user. */
  private static IOException explained(IOException e) {
    String detail = String.valueOf(e.getMessage());
    if (e instanceof FfmpegMissingException) {
      throw new Problem(501, "ffmpeg is not installed", detail);
    }
    if (e instanceof MalformedMediaException
        || e instanceof UnsupportedMediaException
        || e instanceof MediaLimitException) {
      throw new Problem(422, "Can not be decoded", detail);
    }
    return e;
  }

  private static Ready told(Waveform waveform, double threshold, boolean growing)
      throws IOException {
    Loudness loudness = waveform.loudness(threshold, MOST_SECTIONS);
    return new Ready(
        "ready",
        waveform.version(),
        waveform.seconds(),
        waveform.sampleRateHz(),
        waveform.channels(),
        growing,
        threshold,
        decibels(loudness.peak()),
        decibels(loudness.rms()),
        loudness.sections().stream().map(WaveformHandler::told).toList(),
        loudness.sectionCount());
  }

  private static Loud told(LoudSection section) {
    return new Loud(section.from(), section.to(), decibels(section.rms()));
  }

  private static double decibels(double linear) {
    double exact = Math.max(SILENCE_DB, Loudness.decibels(linear));
    return Math.round(100 * exact) / 100.0;
  }

  private Waveforms waveforms(RequestedFile file) {
    return new Waveforms(
        file.root().library().derived().resolve(Waveforms.DIRECTORY),
        Waveforms.DEFAULT_MAX_BYTES,
        readers,
        clock);
  }

  private Waveforms.Subject subject(RequestedFile file) {
    MediaFormat format = MediaFormats.forFile(file.file()).orElseThrow(Problem::notFound);
    return new Waveforms.Subject(
        file.real(),
        format,
        LibraryCuts.of(file.root().library().catalogue(), file.path(), file.real(), format, zone)
            .points());
  }

  private static boolean isGrowing(RequestedFile file) {
    try {
      Optional<RecordedSegment> segment = file.root().library().catalogue().segment(file.path());
      return segment.isPresent()
          && segment.get().state() == RecordedSegment.State.OPEN
          && segment.get().source().filter(file.root().library()::isRecorded).isPresent();
    } catch (IOException e) { // no catalogue: it is found out by its time
      return false;
    }
  }

  private boolean isWrittenLately(RequestedFile file) throws IOException {
    return Files.getLastModifiedTime(file.real()).toInstant().plus(LATELY).isAfter(clock.instant());
  }

  private Waveform made(RequestedFile file) throws IOException {
    return waveforms(file)
        .find(file.real())
        .map(Waveforms.Found::waveform)
        .orElseThrow(
            () ->
                new Problem(
                    409, "Not analysed", "This recording is not analysed; ask for its waveform."));
  }

  private void answerPeaks(HttpServerExchange exchange, RequestedFile file) throws IOException {
    Parameters parameters = Parameters.of(exchange);
    int points = (int) parameters.number("points", 1, MAX_POINTS).orElse(DEFAULT_POINTS);
    Waveform waveform = made(file);
    int rate = waveform.sampleRateHz();
    long from = sample(parameters, "from", rate).orElse(0L);
    long to = sample(parameters, "to", rate).orElse(waveform.samples());
    if (to <= from && waveform.samples() > 0) {
      throw Problem.badRequest("to: expected a time after from, and from before the end");
    }
    int most = Math.min(points, MAX_VALUES / (2 * waveform.channels()));
    ETag tag = new ETag(false, "%s-%d-%d-%d".formatted(waveform.version(), from, to, most));
    exchange.getResponseHeaders().put(Headers.ETAG, tag.toString());
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "private, no-cache");
    if (!ETagUtils.handleIfNoneMatch(exchange, tag, true)) {
      exchange.setStatusCode(304).endExchange();
      return;
    }
    Peaks peaks = waveform.peaks(from, to, most);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(PeaksJson.of(peaks, rate)));
  }

  private static Optional<Long> sample(Parameters parameters, String name, int rate) {
    return parameters.text(name).isEmpty()
        ? Optional.empty()
        : Optional.of(Math.round(parameters.seconds(name) * rate));
  }

  private void answerExport(HttpServerExchange exchange, RequestedFile file, String kind)
      throws IOException {
    int samplesPerPixel =
        (int)
            Parameters.of(exchange)
                .number(
                    "samplesPerPixel", Audiowaveform.MIN_SAMPLES_PER_PIXEL, MAX_SAMPLES_PER_PIXEL)
                .orElse(Audiowaveform.DEFAULT_SAMPLES_PER_PIXEL);
    Waveform waveform = made(file);
    boolean binary = kind.equals("dat");
    sending.run(
        exchange,
        () -> {
          describe(exchange, file.name() + "." + kind, binary);
          if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.startBlocking();
            OutputStream out = exchange.getOutputStream();
            if (binary) {
              waveform.writeDat(out, samplesPerPixel);
            } else {
              waveform.writeJson(out, samplesPerPixel);
            }
            out.close();
          }
          exchange.endExchange();
        });
  }

  private static void describe(HttpServerExchange exchange, String name, boolean binary) {
    String type = binary ? "application/octet-stream" : "application/json";
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(Headers.CONTENT_DISPOSITION, FileHandler.attachment(name));
  }
}
