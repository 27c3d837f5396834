package isr.bench;

import isr.cutting.CutFile;
import isr.cutting.CutPiece;
import isr.cutting.CutPlan;
import isr.cutting.FileCuts;
import isr.cutting.FileCuts.Cuttable;
import isr.cutting.GapChoice;
import isr.format.MediaFormats;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.MediaFormat;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long a cut of ten minutes takes from recordings of 24 hours.
 *
 * <pre>
 *   LongCuts DIR FILE…    FILEs of a few minutes are put together to days in DIR, and cut there
 * </pre>
 *
 * The day has what a recorder leaves: a place every ten seconds is known. Each cut is planned,
 * measured and written to a file, in the middle of the day and at its end; the first one of each
 * format also loads classes.
 */
public final class LongCuts {
  private static final int DAY_SECONDS = 24 * 3600;
  private static final int CUT_SECONDS = 600;
  private static final int INDEX_SECONDS = 10;
  private static final SegmentInfo INFO =
      new SegmentInfo("day", ZonedDateTime.of(2026, 11, 2, 0, 0, 0, 0, ZoneOffset.UTC));

  private LongCuts() {}

  /** Makes the days and measures. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    for (String name : List.of(args).subList(1, args.length)) {
      Path day = day(Path.of(name), Path.of(args[0]));
      MediaFormat format = MediaFormats.forFile(day).orElseThrow();
      SeekPoints points = points(day, format);
      for (double from : new double[] {DAY_SECONDS / 2.0 + 1.23, 23.5 * 3600, 7 * 3600.0}) {
        long start = System.nanoTime();
        Path cut = day.resolveSibling("cut-" + day.getFileName());
        long bytes =
            cut(
                new Cuttable(day, format, points, Optional.empty(), Optional.empty(), List.of()),
                from,
                cut);
        out.printf(
            Locale.ROOT,
            "%-12s %6d MB, cut of 10 min at %8.1f s: %5d ms, %d MB%n",
            day.getFileName(),
            Files.size(day) >> 20,
            from,
            (System.nanoTime() - start) / 1_000_000,
            bytes >> 20);
        Files.delete(cut);
      }
    }
  }

  private static long cut(Cuttable day, double from, Path to) throws IOException {
    CutPlan plan =
        FileCuts.plan(day, from, from + CUT_SECONDS, GapChoice.AS_RECORDED, ZoneOffset.UTC);
    CutFile file = plan.runs().get(0).file();
    write(file, to);
    return file.length();
  }

  private static void write(CutFile file, Path to) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.writeTo(out);
    }
  }

  /** The file again and again, as one recording. */
  private static Path day(Path part, Path directory) throws IOException {
    Path day = directory.resolve(String.valueOf(part.getFileName()));
    MediaFormat format = MediaFormats.forFile(part).orElseThrow();
    if (Files.exists(day)) {
      return day;
    }
    long samples;
    int rate;
    try (FileChannel file = FileChannel.open(part)) {
      Demuxer demuxer = format.demuxer(file, SeekPoints.NONE);
      samples = demuxer.sampleCount();
      rate = demuxer.track().sampleRateHz();
    }
    int times = (int) Math.ceil((double) DAY_SECONDS * rate / samples);
    CutPiece piece = new CutPiece(part, format, SeekPoints.NONE, 0, samples, true, 0);
    write(CutFile.of(Collections.nCopies(times, piece), INFO), day);
    return day;
  }

  /** Places in a file of frames; of other files none are needed. */
  private static SeekPoints points(Path day, MediaFormat format) throws IOException {
    if (!format.name().equals("mp3") && !format.name().equals("aac")) {
      return SeekPoints.NONE;
    }
    TreeMap<Long, Long> known = new TreeMap<>();
    try (FileChannel file = FileChannel.open(day)) {
      Demuxer demuxer = format.demuxer(file, SeekPoints.NONE);
      long payload = 0;
      long next = 0;
      for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
        if (packet.position() >= next) {
          known.put(packet.position(), payload);
          next = packet.position() + (long) INDEX_SECONDS * demuxer.track().sampleRateHz();
        }
        payload += packet.payload().remaining();
      }
      long head = file.size() - payload;
      known.replaceAll((sample, offset) -> head + offset);
    }
    return sample -> {
      Map.Entry<Long, Long> entry = known.floorEntry(sample);
      return entry == null
          ? Optional.empty()
          : Optional.of(new SeekPoints.Point(entry.getKey(), entry.getValue()));
    };
  }
}
