package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import isr.cutting.CutFile;
import isr.cutting.CutGap;
import isr.cutting.CutPlan;
import isr.cutting.CutRangeException;
import isr.cutting.CutRun;
import isr.cutting.FileCuts;
import isr.cutting.GapChoice;
import isr.cutting.LibraryCuts;
import isr.cutting.SourceCuts;
import isr.format.MediaFormats;
import isr.media.MalformedMediaException;
import isr.media.MediaFormat;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts of one recording, and of what was recorded of a source between two times: {@code …/cut-plan}
 * tells what it will be, {@code …/cut} sends it.
 */
final class CutHandler {
  /** Of a longer cut, its bytes are not counted before it is sent. */
  private static final double MAX_MEASURED_SECONDS = 3600;

  private final Roots roots;
  private final ZoneId zone;
  private final LongWork planning;
  private final LongWork cutting;

  /**
   * Answers for cuts.
   *
   * @param planning for what takes no longer than reading takes
   * @param cutting for what takes as long as a client takes it
   */
  CutHandler(Roots roots, ZoneId zone, LongWork planning, LongWork cutting) {
    this.roots = roots;
    this.zone = zone;
    this.planning = planning;
    this.cutting = cutting;
  }

  /** What a cut will be; times in seconds. */
  record Plan(
      double from,
      double to,
      boolean exact,
      double duration,
      @Nullable Long bytes,
      String name,
      String type,
      String start,
      int runs,
      List<Gap> gaps) {}

  /** What is missing within; {@code at} counts from the cut's beginning. */
  record Gap(double at, double seconds, String cause, boolean fillable, boolean filled) {}

  /** Makes the plan of a request. */
  private interface Planner {
    CutPlan plan() throws IOException;
  }

  /** What may be impossible for a reason that the user can understand. */
  private interface Step<T> {
    T take() throws IOException;
  }

  /** The parts of one recording. */
  Map<String, Router.Part> parts() {
    return Map.of(
        "cut-plan", (exchange, file) -> answerPlan(exchange, () -> plan(exchange, file)),
        "cut", (exchange, file) -> answerCut(exchange, () -> plan(exchange, file)));
  }

  /** {@code /api/sources/ROOT/SOURCE/PART}. */
  HttpHandler ofSources() {
    return exchange -> {
      List<String> names = RequestPath.names(exchange);
      Optional<Root> root = names.size() == 5 ? roots.named(names.get(2)) : Optional.empty();
      String part = names.get(names.size() - 1);
      if (root.isEmpty() || !(part.equals("cut") || part.equals("cut-plan"))) {
        throw Problem.notFound();
      }
      Planner planner = () -> plan(exchange, root.get(), names.get(3));
      if (part.equals("cut")) {
        answerCut(exchange, planner);
      } else {
        answerPlan(exchange, planner);
      }
    };
  }

  private CutPlan plan(HttpServerExchange exchange, RequestedFile file) throws IOException {
    Parameters parameters = Parameters.of(exchange);
    double from = parameters.seconds("from");
    double to = parameters.seconds("to");
    MediaFormat format = MediaFormats.forFile(file.file()).orElseThrow(Problem::notFound);
    FileCuts.Cuttable cuttable =
        LibraryCuts.of(file.root().library().catalogue(), file.path(), file.real(), format, zone);
    return FileCuts.plan(cuttable, from, to, gaps(parameters), zone);
  }

  private CutPlan plan(HttpServerExchange exchange, Root root, String source) throws IOException {
    Parameters parameters = Parameters.of(exchange);
    Instant from = time(parameters, "from");
    Instant to = time(parameters, "to");
    SourceCuts.Request request =
        new SourceCuts.Request(source, parameters.text("route"), from, to, gaps(parameters));
    return SourceCuts.plan(root.directory(), root.library().catalogue(), zone, request);
  }

  private Instant time(Parameters parameters, String name) {
    return parameters
        .time(name, zone, 0)
        .orElseThrow(() -> Problem.badRequest(name + ": it is missing"));
  }

  private static GapChoice gaps(Parameters parameters) {
    return switch (parameters.text("gaps").orElse("")) {
      case "" -> GapChoice.AS_RECORDED;
      case "close" -> GapChoice.CLOSE;
      case "fill" -> GapChoice.FILL;
      default -> throw Problem.badRequest("gaps: expected close or fill");
    };
  }

  private void answerPlan(HttpServerExchange exchange, Planner planner) {
    planning.run(
        exchange,
        () -> {
          Answers.json(exchange, explained(() -> told(planner.plan())));
        });
  }

  private static Plan told(CutPlan plan) throws IOException {
    CutRun first = plan.runs().get(0);
    boolean single = plan.runs().size() == 1;
    Long bytes =
        single && plan.seconds() <= MAX_MEASURED_SECONDS ? (Long) first.file().length() : null;
    return new Plan(
        plan.fromSeconds(),
        plan.fromSeconds() + plan.seconds(),
        plan.exact(),
        plan.seconds(),
        bytes,
        single ? first.name() : zipName(first),
        single ? type(first) : "application/zip",
        plan.start().toOffsetDateTime().toString(),
        plan.runs().size(),
        plan.gaps().stream().map(CutHandler::told).toList());
  }

  private static Gap told(CutGap gap) {
    return new Gap(gap.atSeconds(), gap.seconds(), gap.cause(), gap.fillable(), gap.filled());
  }

  private static String type(CutRun run) {
    return run.format().mimeTypes().get(0);
  }

  private static String zipName(CutRun first) {
    return first.name().substring(0, first.name().lastIndexOf('.')) + ".zip";
  }

  private void answerCut(HttpServerExchange exchange, Planner planner) {
    cutting.run(
        exchange,
        () -> {
          CutPlan plan = explained(planner::plan);
          if (plan.runs().size() == 1) {
            sendFile(exchange, plan.runs().get(0));
          } else {
            sendZip(exchange, plan.runs());
          }
        });
  }

  private static void sendFile(HttpServerExchange exchange, CutRun run) throws IOException {
    CutFile file = explained(run::file);
    describe(exchange, run.name(), type(run));
    exchange.setResponseContentLength(file.length());
    if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.startBlocking();
      OutputStream out = exchange.getOutputStream();
      file.writeTo(Channels.newChannel(out));
      out.close();
    }
    exchange.endExchange();
  }

  private static void sendZip(HttpServerExchange exchange, List<CutRun> runs) throws IOException {
    describe(exchange, zipName(runs.get(0)), "application/zip");
    if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.startBlocking();
      Set<String> names = new HashSet<>();
      ZipOutputStream zip = new ZipOutputStream(exchange.getOutputStream());
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (CutRun run : runs) {
        zip.putNextEntry(new ZipEntry(unused(run.name(), names)));
        run.file().writeTo(Channels.newChannel(zip));
        zip.closeEntry();
      }
      zip.close(); // only where nothing failed: else it would look whole
    }
    exchange.endExchange();
  }

  private static String unused(String wanted, Set<String> names) {
    int dot = wanted.lastIndexOf('.');
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted.substring(0, dot) + "-" + i + wanted.substring(dot);
    }
    return name;
  }

  private static void describe(HttpServerExchange exchange, String name, String type) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, type);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(Headers.CONTENT_DISPOSITION, FileHandler.attachment(name));
  }

  /** What is wrong with a range or a file is told to the user. */
  private static <T> T explained(Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (CutRangeException | MalformedMediaException | UnsupportedMediaException e) {
      throw new Problem(422, "Can not be cut", String.valueOf(e.getMessage()));
    }
  }
}
