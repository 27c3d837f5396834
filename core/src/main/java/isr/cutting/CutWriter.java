package isr.cutting;

import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.FlacTrack;
import isr.media.MediaFormat;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import isr.media.Track;
import isr.splitting.LeadInRing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file of ranges of others, packet by packet, through the muxers that recordings are
 * written with.
 *
 * <ul>
 *   <li>Samples are cut where the range says. Of FLAC the blocks at the edges are coded anew.
 *   <li>Where the format can say that its ends are not heard, whole packets are written, with the
 *       lead-in before them, and their ends hidden.
 *   <li>Other frames are written whole: from the one in which the range begins to the one in which
 *       it ends.
 *   <li>Where a piece does not go on as the one before it ended, a format that chains begins a
 *       link; in others its packets follow, after what its file hides at its beginning, so that
 *       decoders find what they need.
 * </ul>
 */
final class CutWriter {
  private static final int SILENCE_BYTES = 1 << 16;

  private final SegmentInfo info;
  private final MuxerOutput output;
  private final boolean measuring;
  private final LeadInRing ring = new LeadInRing();
  private @Nullable Muxer muxer;
  private @Nullable Track track;
  private @Nullable FlacEdges edges;

  /** A link is to begin with the next packet that is heard. */
  private boolean starting;

  /** Samples of all packets so far, whether they are heard or not. */
  private long coded;

  private CutWriter(SegmentInfo info, MuxerOutput output, boolean measuring) {
    this.info = info;
    this.output = output;
    this.measuring = measuring;
  }

  /**
   * Writes the file.
   *
   * @param pieces of one format, and of tracks that can stand in one file
   * @param measuring whether only the number of bytes matters, and what is patched
   * @throws IOException when reading or writing fails, or there is nothing to be heard in the
   *     pieces
   */
  static void write(List<CutPiece> pieces, SegmentInfo info, MuxerOutput output, boolean measuring)
      throws IOException {
    CutWriter writer = new CutWriter(info, output, measuring);
    for (CutPiece piece : pieces) {
      writer.piece(piece);
    }
    writer.finish();
  }

  private void finish() throws IOException {
    if (muxer == null) {
      throw new CutRangeException("There is nothing to be heard in that range.");
    }
    endLink(muxer);
  }

  private void endLink(Muxer open) throws IOException {
    if (edges != null) {
      edges.end();
    }
    open.finish();
  }

  private void piece(CutPiece piece) throws IOException {
    try (FileChannel file = FileChannel.open(piece.file())) {
      Demuxer demuxer = piece.format().demuxer(file, piece.points());
      if (demuxer.track() instanceof PcmTrack pcm && measuring) {
        measure(piece, pcm, demuxer.sampleCount());
        return;
      }
      demuxer.seek(piece.from());
      copy(piece, demuxer);
    }
  }

  /** Of samples as they are, the bytes are known without reading them. */
  private void measure(CutPiece piece, PcmTrack pcm, long sampleCount) throws IOException {
    enter(piece, pcm, true);
    begin(piece.format(), pcm, 0);
    silence(piece.silence());
    zeros(pcm, Math.min(piece.to(), sampleCount) - piece.from());
  }

  private void copy(CutPiece piece, Demuxer demuxer) throws IOException {
    @Nullable Track current = null;
    for (FilePacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
      if (demuxer.track() != current) {
        boolean first = current == null;
        current = demuxer.track();
        enter(piece, current, first);
        if (first && piece.silence() > 0) {
          begin(piece.format(), current, 0);
          silence(piece.silence());
        }
      }
      long before = Math.max(0, piece.from() - packet.position());
      long behind = Math.max(0, packet.endPosition() - piece.to());
      if (before + behind < packet.audibleSamples()) {
        heard(piece.format(), current, packet, (int) before, (int) behind);
      } else if (packet.position() >= piece.to()) {
        return;
      } else if (starting) {
        ring.add(packet(packet, packet.codedSamples()));
        ring.settle();
      }
      coded += packet.codedSamples();
    }
  }

  /** Another track begins: does the file go on, or does it need a link? */
  private void enter(CutPiece piece, Track next, boolean first) {
    Track before = track;
    boolean goesOn =
        muxer != null
            && before != null
            && first
            && Joints.goesOn(before, next)
            && (piece.joined() || next.leadIn().isNone());
    if (!goesOn) {
      starting = true;
      ring.reset(next.leadIn());
    }
  }

  /** Begins the file, or a link of it, with the lead-in gathered; where that is due. */
  private void begin(MediaFormat format, Track next, int skipped) throws IOException {
    if (!starting) {
      return;
    }
    starting = false;
    List<Packet> leadIn = ring.packets();
    Muxer open = muxer;
    if (open != null && !format.chains()) {
      checkTrack(next);
      for (Packet packet : leadIn) {
        open.write(packet);
      }
      return;
    }
    if (open != null) {
      endLink(open);
    }
    Track written = next instanceof FlacTrack flac ? FlacEdges.ofAnySize(flac) : next;
    track = next;
    Muxer fresh = format.muxer(written, output, info);
    muxer = fresh;
    edges = written instanceof FlacTrack anySize ? new FlacEdges(anySize, fresh) : null;
    if (format.trims(next)) {
      fresh.start(leadIn, skipped);
    } else {
      fresh.start(List.of());
    }
  }

  private void checkTrack(Track next) throws CutRangeException {
    Track before = track;
    if (before == null || !Joints.inOneFile(before, next)) {
      throw new CutRangeException(
          "Codec, rate or channels change within the range; cut what is before and behind.");
    }
  }

  private void heard(MediaFormat format, Track of, FilePacket packet, int before, int behind)
      throws IOException {
    int skipped = packet.skipped() + before;
    int trimmed = packet.trimmed() + behind;
    begin(format, of, skipped);
    Muxer open = open();
    if (of instanceof PcmTrack pcm) {
      int align = pcm.blockAlign();
      int count = packet.audibleSamples() - before - behind;
      ByteBuffer payload = packet.payload();
      ByteBuffer part = payload.slice(payload.position() + before * align, count * align);
      open.write(new Packet(part, coded, count));
    } else if (edges != null) {
      edges.write(packet(packet, packet.codedSamples()), skipped, trimmed);
    } else {
      int kept = format.trims(of) ? packet.codedSamples() - trimmed : packet.codedSamples();
      open.write(packet(packet, kept));
    }
  }

  private Packet packet(FilePacket packet, int samples) {
    return new Packet(packet.payload(), coded, samples);
  }

  private Muxer open() {
    Muxer open = muxer;
    if (open == null) {
      throw new IllegalStateException("no file has been begun");
    }
    return open;
  }

  private void silence(long samples) throws IOException {
    if (edges != null) {
      edges.silence(samples);
    } else if (track instanceof PcmTrack pcm) {
      zeros(pcm, samples);
    }
  }

  private void zeros(PcmTrack pcm, long samples) throws IOException {
    int most = Math.max(1, SILENCE_BYTES / pcm.blockAlign());
    ByteBuffer zeros = ByteBuffer.allocate(most * pcm.blockAlign());
    for (long left = samples; left > 0; left -= most) {
      int count = (int) Math.min(left, most);
      open().write(new Packet(zeros.slice(0, count * pcm.blockAlign()), coded, count));
      coded += count;
    }
  }
}
