package isr.cutting;

import isr.format.flac.FlacEncoder;
import isr.format.flac.FlacFrameDecoder;
import isr.format.flac.FlacFrameHeader;
import isr.format.flac.FlacLevel;
import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Writes frames of FLAC, of which those that are heard in part are decoded, and what is heard coded
 * anew.
 *
 * <p>Only the last block of a file may have fewer than 16 samples (RFC 9639, section 8.2): a part
 * that is shorter goes with the frame after it. Frames of more bits than the encoder takes are
 * written whole.
 */
final class FlacEdges {
  /** The shortest block that others may follow. */
  private static final int MIN_BLOCK = 16;

  private final FlacTrack track;
  private final Muxer muxer;
  private final FlacFrameDecoder decoder = new FlacFrameDecoder();
  private int[][] kept;
  private int keptCount;
  private long position;

  FlacEdges(FlacTrack track, Muxer muxer) {
    this.track = track;
    this.muxer = muxer;
    this.kept = new int[track.channels()][0];
  }

  /** The track, with blocks of any size. */
  static FlacTrack ofAnySize(FlacTrack track) {
    return new FlacTrack(
        track.container(),
        track.sampleRateHz(),
        track.channels(),
        track.bits(),
        OptionalInt.empty(),
        track.comments());
  }

  /** Whether a frame can be cut anywhere. */
  static boolean exact(FlacTrack track) {
    return track.bits() <= FlacEncoder.MAX_BITS;
  }

  /** Writes a frame, or the part of it that is heard. */
  void write(Packet frame, int skipped, int trimmed) throws IOException {
    boolean whole =
        skipped == 0 && trimmed == 0 && keptCount == 0 && frame.sampleCount() >= MIN_BLOCK;
    if (whole || !exact(track)) {
      give(frame.payload(), frame.sampleCount());
      return;
    }
    decode(frame.payload());
    keep(decoder.samples(), skipped, frame.sampleCount() - skipped - trimmed);
    if (keptCount >= MIN_BLOCK) {
      encodeKept();
    }
  }

  /** Writes silence. */
  void silence(long samples) throws IOException {
    long[][] zeros = new long[track.channels()][FlacEncoder.blockSize(track.sampleRateHz())];
    for (long left = samples; left > 0; left -= zeros[0].length) {
      keep(zeros, 0, (int) Math.min(left, zeros[0].length));
      if (keptCount >= MIN_BLOCK) {
        encodeKept();
      }
    }
  }

  /** No frame follows. */
  void end() throws IOException {
    if (keptCount > 0) {
      encodeKept();
    }
  }

  private void decode(ByteBuffer payload) throws IOException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(payload.position(), bytes);
    FlacFrameHeader header =
        FlacFrameHeader.read(payload)
            .orElseThrow(() -> new IOException("expected a frame header of FLAC"));
    decoder.decode(header, bytes, 0, bytes.length, header.bits().orElse(track.bits()));
  }

  private void keep(long[][] samples, int from, int count) {
    for (int channel = 0; channel < kept.length; channel++) {
      kept[channel] = Arrays.copyOf(kept[channel], keptCount + count);
      for (int i = 0; i < count; i++) {
        kept[channel][keptCount + i] = (int) samples[channel][from + i];
      }
    }
    keptCount += count;
  }

  /** In blocks of about the same size. */
  private void encodeKept() throws IOException {
    int most = FlacEncoder.blockSize(track.sampleRateHz());
    int blocks = (keptCount + most - 1) / most;
    FlacEncoder encoder =
        new FlacEncoder(track.sampleRateHz(), track.channels(), track.bits(), FlacLevel.DEFAULT);
    for (int i = 0; i < blocks; i++) {
      int from = (int) ((long) keptCount * i / blocks);
      int to = (int) ((long) keptCount * (i + 1) / blocks);
      int[][] block = new int[kept.length][];
      for (int channel = 0; channel < kept.length; channel++) {
        block[channel] = Arrays.copyOfRange(kept[channel], from, to);
      }
      int bytes = encoder.encode(block, to - from, 0);
      give(ByteBuffer.wrap(Arrays.copyOf(encoder.frame(), bytes)), to - from);
    }
    keptCount = 0;
    kept = new int[track.channels()][0];
  }

  private void give(ByteBuffer frame, int samples) throws IOException {
    muxer.write(new Packet(frame, position, samples));
    position += samples;
  }
}
