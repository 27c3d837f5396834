package isr.cutting;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FlacTrack;
import isr.media.MediaFormat;
import isr.media.PcmTrack;
import isr.media.SeekPoints;
import isr.media.SegmentInfo;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans cuts of one file. */
public final class FileCuts {
  /** A shorter cut is of no use, and some formats could not say where it ends. */
  public static final double MIN_SECONDS = 0.1;

  private FileCuts() {}

  /**
   * What is known of a file.
   *
   * @param path to read
   * @param format of it
   * @param points known places in it
   * @param source that it was recorded from
   * @param start the time of its first sample
   * @param gaps in it that silence stands for, seconds from its beginning
   */
  public record Cuttable(
      Path path,
      MediaFormat format,
      SeekPoints points,
      Optional<String> source,
      Optional<ZonedDateTime> start,
      List<CutGap> gaps) {
    /** A file of which nothing is known. */
    public Cuttable(Path path, MediaFormat format) {
      this(path, format, SeekPoints.NONE, Optional.empty(), Optional.empty(), List.of());
    }
  }

  /**
   * Plans a cut.
   *
   * @param from in seconds from the first audible sample
   * @param to the same; beyond the end of the file it is the end
   * @param gaps what becomes of silence that the recorder put in place of what was missing
   * @param zone of the time in the new file's header where the file's start is not known
   * @throws CutRangeException when the range is empty, too short or behind the end
   * @throws IOException when the file can not be read, or is not of its format
   */
  public static CutPlan plan(Cuttable file, double from, double to, GapChoice gaps, ZoneId zone)
      throws IOException {
    if (!(from >= 0) || !(to > from)) {
      throw new CutRangeException("The end of the cut has to be after its start.");
    }
    try (FileChannel channel = FileChannel.open(file.path())) {
      Demuxer demuxer = file.format().demuxer(channel, file.points());
      Track track = demuxer.track();
      int rate = track.sampleRateHz();
      boolean exact = isExact(file.format(), track);
      if (to - from < MIN_SECONDS - 1e-6) {
        throw new CutRangeException("A cut is at least " + MIN_SECONDS + " seconds long.");
      }
      long first = Math.round(from * rate);
      long end = end(demuxer, Math.round(to * rate));
      if (first >= end) {
        throw new CutRangeException(
            "The cut begins at %s, but the recording ends at %s."
                .formatted(CutTime.text(from), CutTime.text((double) end / rate)));
      }
      if (end - first < MIN_SECONDS * rate) {
        throw new CutRangeException("A cut is at least " + MIN_SECONDS + " seconds long.");
      }
      if (!exact) {
        first = frameHolding(demuxer, first).position();
        end = frameHolding(demuxer, end - 1).endPosition();
      }
      CutPiece piece = CutPiece.of(file.path(), file.format(), file.points(), first, end);
      boolean closes = gaps == GapChoice.CLOSE && FilledSilence.isPossible(track);
      List<CutPiece> pieces = closes ? without(file, piece, demuxer) : List.of(piece);
      if (pieces.isEmpty()) {
        throw new CutRangeException("Nothing was recorded in that time.");
      }
      return plan(file, track, pieces, exact, zone);
    }
  }

  private static List<CutPiece> without(Cuttable file, CutPiece piece, Demuxer demuxer)
      throws IOException {
    double rate = demuxer.track().sampleRateHz();
    List<FilledSilence.Expected> silences = new ArrayList<>();
    for (CutGap gap : file.gaps()) {
      long from = Math.max(0, Math.round(gap.atSeconds() * rate));
      long to = Math.round((gap.atSeconds() + gap.seconds()) * rate);
      to = Math.min(to, demuxer.sampleCount());
      if (gap.filled() && from < to) {
        silences.add(new FilledSilence.Expected(from, to - from));
      }
    }
    return FilledSilence.without(piece, silences);
  }

  private static CutPlan plan(
      Cuttable file, Track track, List<CutPiece> pieces, boolean exact, ZoneId zone)
      throws IOException {
    long first = pieces.get(0).from();
    long end = pieces.get(pieces.size() - 1).to();
    double seconds = (double) first / track.sampleRateHz();
    double length = (double) (end - first) / track.sampleRateHz();
    ZonedDateTime start = later(fileStart(file, zone), seconds);
    String source = file.source().orElse("isr");
    String name =
        file.source().isPresent() && file.start().isPresent()
            ? CutNames.of(source, start, file.format(), track)
            : CutNames.of(String.valueOf(file.path().getFileName()), seconds, file.format(), track);
    CutRun run = new CutRun(name, file.format(), track, pieces, new SegmentInfo(source, start));
    List<CutGap> gaps =
        file.gaps().stream()
            .filter(gap -> gap.atSeconds() < seconds + length)
            .filter(gap -> gap.atSeconds() + gap.seconds() > seconds)
            .map(gap -> gap.shiftedBy(-seconds))
            .toList();
    return new CutPlan(List.of(run), gaps, exact, seconds, start);
  }

  /** Whether a cut can begin and end on any sample. */
  static boolean isExact(MediaFormat format, Track track) {
    return track instanceof PcmTrack
        || format.trims(track)
        || (track instanceof FlacTrack flac && FlacEdges.exact(flac));
  }

  /**
   * The end that was asked for, or that of the file; looks for the latter only where it matters.
   */
  private static long end(Demuxer demuxer, long wanted) throws IOException {
    int rate = demuxer.track().sampleRateHz();
    demuxer.seek(wanted - 1);
    for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      if (demuxer.track().sampleRateHz() != rate) {
        throw new CutRangeException(
            "The sample rate changes within the recording: times in it do not tell samples.");
      }
      if (packet.endPosition() >= wanted) {
        return wanted;
      }
    }
    return Math.min(wanted, demuxer.sampleCount());
  }

  static FilePacket frameHolding(Demuxer demuxer, long sample) throws IOException {
    demuxer.seek(sample);
    for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      if (packet.endPosition() > sample) {
        return packet;
      }
    }
    throw new CutRangeException("The recording ends before that.");
  }

  private static ZonedDateTime fileStart(Cuttable file, ZoneId zone) throws IOException {
    return file.start().isPresent()
        ? file.start().get()
        : Files.getLastModifiedTime(file.path()).toInstant().atZone(zone);
  }

  static ZonedDateTime later(ZonedDateTime time, double seconds) {
    return time.plusNanos(Math.round(seconds * 1e9));
  }
}
