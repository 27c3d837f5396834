package isr.format.mpeg;

import isr.media.MpegTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Writes a file of layer III: ID3 tag, Info frame, lead-in, and the frames as they arrived.
 *
 * <p>All that stands before the first frame of the segment is appended in one piece, so that a file
 * has an Info frame that counts its lead-in, or nothing. Without a lead-in that waits for the first
 * packet, whose header tells what a silent frame before it must look like.
 */
final class Layer3Muxer implements Muxer {
  /**
   * While a file grows, its table of contents is made anew when it is longer by one part in so
   * many.
   */
  private static final int TABLE_GROWTH = 2;

  private final MpegTrack track;
  private final MuxerOutput output;
  private final SeekTable frames = new SeekTable();
  private SegmentInfo info;
  private int tagLength;
  private byte[] infoFrame = new byte[0];
  private long infoOffset;

  /** Frames that the Info frame in the file counts; 0 before there is one. */
  private long toldFrames;

  /** Frames that the table of contents in the file was made of. */
  private long tableFrames;

  /** Samples of the first frame that are not heard. */
  private int skipped;

  /** Samples of the last frame so far that are not heard. */
  private int trimmed;

  private int bitrateBps;
  private boolean constantBitrate = true;

  Layer3Muxer(MpegTrack track, MuxerOutput output, SegmentInfo info) {
    this.track = track;
    this.output = output;
    this.info = info;
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    start(leadIn, 0);
  }

  @Override
  public void start(List<Packet> leadIn, int skippedSamples) throws IOException {
    skipped = skippedSamples;
    if (!leadIn.isEmpty()) {
      writeHead(leadIn, MpegHeader.of(track));
    }
  }

  private void writeHead(List<Packet> leadIn, int firstHeader) throws IOException {
    byte[] tag = Id3Tag.of(info);
    tagLength = tag.length;
    List<ByteBuffer> lead = LeadInFrames.of(leadIn, firstHeader);
    int header = MpegHeader.read(lead.get(0));
    int hidden = lead.size() * MpegHeader.sampleCount(header);
    infoFrame = InfoFrame.create(header, hidden + skipped - InfoFrame.DECODER_DELAY);
    infoOffset = output.length() + tag.length;
    int length = infoFrame.length;
    for (ByteBuffer frame : lead) {
      frames.add(length);
      length += frame.remaining();
    }
    InfoFrame.update(infoFrame, counts(length, true));
    toldFrames = frames.frames();
    ByteBuffer head = ByteBuffer.allocate(tag.length + length).put(tag).put(infoFrame);
    lead.forEach(head::put);
    output.append(head.flip());
  }

  @Override
  public void write(Packet packet) throws IOException {
    int header = MpegHeader.read(packet.payload());
    if (toldFrames == 0) {
      writeHead(List.of(), header);
    }
    int bps = MpegHeader.bitrateBps(header);
    constantBitrate &= bitrateBps == 0 || bitrateBps == bps;
    bitrateBps = bps;
    trimmed = MpegHeader.sampleCount(header) - packet.sampleCount();
    frames.add(output.length() - infoOffset);
    output.append(packet.payload().duplicate());
  }

  @Override
  public void startTitle(String title) throws IOException {
    info = new SegmentInfo(info.source(), info.start(), Optional.of(title));
    if (toldFrames > 0) {
      Optional<byte[]> tag = Id3Tag.retitled(info, tagLength);
      if (tag.isPresent()) {
        output.patch(infoOffset - tagLength, ByteBuffer.wrap(tag.get()));
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void refreshHeader() throws IOException {
    refresh(frames.frames() >= tableFrames + tableFrames / TABLE_GROWTH);
  }

  private void refresh(boolean withTable) throws IOException {
    if (toldFrames != frames.frames() || (withTable && tableFrames != toldFrames)) {
      InfoFrame.Counts counts = counts(output.length() - infoOffset, withTable);
      ByteBuffer changed = InfoFrame.update(infoFrame, counts);
      output.patch(infoOffset + InfoFrame.tagOffset(MpegHeader.read(infoFrame, 0)), changed);
      toldFrames = frames.frames();
    }
  }

  @Override
  public void finish() throws IOException {
    if (toldFrames == 0) {
      writeHead(List.of(), MpegHeader.of(track));
    }
    if (trimmed > 0) {
      InfoFrame.setTrimmed(infoFrame, trimmed);
      toldFrames = 0;
    }
    refresh(true);
  }

  private InfoFrame.Counts counts(long bytes, boolean withTable) {
    if (withTable) {
      tableFrames = frames.frames();
    }
    return new InfoFrame.Counts(constantBitrate, bytes, frames, withTable);
  }
}
