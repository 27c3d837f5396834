package isr.cutting;

import isr.codec.AudioReader;
import isr.codec.AudioReaders;
import isr.codec.Ffmpeg;
import isr.codec.SampleBlock;
import isr.media.FlacTrack;
import isr.media.PcmTrack;
import isr.media.Track;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out silence that a recorder put in the place of what was missing. The ledger tells when
 * that was; which samples they are is told by the samples, as no others are left out: all channels
 * are 0 for as long as the gap was, near the place where it was.
 */
final class FilledSilence {
  /** Less could be anything. */
  private static final int FEWEST = 16;

  /** How far from its reckoned place it is looked for, and by how much more for each second. */
  private static final double MARGIN_SECONDS = 0.1;

  private static final double MARGIN_DRIFT = 5e-4;

  /** By how much its length may differ from what was told. */
  private static final double LENGTH_DRIFT = 2e-3;

  private static final int LENGTH_MARGIN = 64;

  private FilledSilence() {}

  /**
   * Silence that was told of.
   *
   * @param sample about where it begins in its file
   * @param length about how many samples it has
   */
  record Expected(long sample, long length) {
    /** How far from its reckoned place it may be, in samples. */
    long margin(double rate) {
      return Math.round(MARGIN_SECONDS * rate + MARGIN_DRIFT * sample);
    }

    boolean mayTouch(CutPiece piece, double rate) {
      long margin = margin(rate);
      return sample - margin < piece.to() && sample + length + margin > piece.from();
    }
  }

  /** Whether a recorder may put silence into files of such a track. */
  static boolean isPossible(Track track) {
    return track instanceof PcmTrack || track instanceof FlacTrack;
  }

  /**
   * What is left of a piece.
   *
   * @param expected by place
   * @return pieces that are not joined to one another; none where all of it was such silence
   */
  static List<CutPiece> without(CutPiece piece, List<Expected> expected) throws IOException {
    if (expected.isEmpty()) {
      return List.of(piece);
    }
    List<CutPiece> left = new ArrayList<>();
    long from = piece.from();
    try (FileChannel file = FileChannel.open(piece.file());
        AudioReader reader =
            new AudioReaders(Ffmpeg.on(null))
                .open(piece.file(), file, piece.format(), piece.points())) {
      for (Expected silence : expected) {
        if (!silence.mayTouch(piece, reader.sampleRateHz())) {
          continue;
        }
        long[] found = find(reader, silence);
        long begin = Math.max(from, found[0]);
        long end = Math.min(piece.to(), found[1]);
        if (begin < end) {
          add(left, piece, from, begin);
          from = end;
        }
      }
    }
    add(left, piece, from, piece.to());
    return left;
  }

  /** Only the very beginning is joined to what was before. */
  private static void add(List<CutPiece> left, CutPiece of, long from, long to) {
    if (from < to) {
      boolean whole = from == of.from();
      left.add(
          new CutPiece(
              of.file(),
              of.format(),
              of.points(),
              from,
              to,
              whole && of.joined(),
              whole ? of.silence() : 0));
    }
  }

  /** Its first sample and the one after its last; the same where there is none. */
  private static long[] find(AudioReader reader, Expected silence) throws IOException {
    long least = Math.round(silence.length * (1 - LENGTH_DRIFT)) - LENGTH_MARGIN;
    long most = Math.round(silence.length * (1 + LENGTH_DRIFT)) + LENGTH_MARGIN;
    least = Math.max(FEWEST, least);
    long margin = silence.margin(reader.sampleRateHz());
    long position = Math.max(0, silence.sample - margin);
    long end = silence.sample + margin + most;
    reader.seek(position);
    SampleBlock block = new SampleBlock();
    long begin = position;
    while (position < end && reader.next(block)) {
      for (int i = block.from(); i < block.from() + block.count(); i++, position++) {
        boolean silent = isSilent(block, i);
        if (silent && position - begin + 1 < most) {
          continue;
        }
        long length = position - begin + (silent ? 1 : 0);
        if (length >= least) {
          return new long[] {begin, begin + length};
        }
        begin = position + 1;
      }
    }
    return position - begin >= least ? new long[] {begin, position} : new long[2];
  }

  private static boolean isSilent(SampleBlock block, int index) {
    for (int channel = 0; channel < block.channels(); channel++) {
      if (block.channel(channel)[index] != 0) {
        return false;
      }
    }
    return true;
  }
}
