package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes a native file of samples, which are coded here.
 *
 * <p>Whole blocks reach the output; what is left of the last one is {@link #heldSamples held} and
 * becomes a shorter block at the end. While the file grows, STREAMINFO tells the samples, but no
 * MD5.
 */
final class PcmFlacMuxer implements Muxer {
  private final FlacTrack track;
  private final MuxerOutput output;
  private final FlacEncoder encoder;
  private final ByteBuffer frame;
  private final PcmBlock block;
  private final SampleMd5 md5;
  private final FrameCounts counts = new FrameCounts();
  private final FlacFileStart start;

  PcmFlacMuxer(PcmTrack pcm, FlacLevel level, MuxerOutput output, SegmentInfo info) {
    int rateHz = pcm.sampleRateHz();
    int bits = pcm.format().bits();
    int blockSize = FlacEncoder.blockSize(rateHz);
    this.track =
        new FlacTrack(
            FlacTrack.Container.NATIVE,
            rateHz,
            pcm.channels(),
            bits,
            OptionalInt.of(blockSize),
            ByteBuffer.allocate(0));
    this.output = output;
    this.encoder = new FlacEncoder(rateHz, pcm.channels(), bits, level);
    this.frame = ByteBuffer.wrap(encoder.frame());
    this.block = new PcmBlock(pcm, blockSize);
    this.md5 = new SampleMd5(pcm.channels(), bits);
    this.start = new FlacFileStart(track, output, info, counts.growing(track));
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    start.write();
  }

  @Override
  public void startTitle(String title) throws IOException {
    start.title(title);
  }

  @Override
  public void write(Packet packet) throws IOException {
    ByteBuffer payload = packet.payload();
    int index = payload.position();
    while (index < payload.limit()) {
      index = block.take(payload, index);
      if (block.isFull()) {
        encode();
      }
    }
  }

  private void encode() throws IOException {
    int count = block.sampleCount();
    int bytes = encoder.encode(block.samples(), count, counts.frames());
    md5.add(block.bytes(), block.byteCount());
    block.clear();
    output.append(frame.limit(bytes).position(0));
    counts.add(count, bytes);
  }

  @Override
  public long heldSamples() {
    return block.sampleCount();
  }

  @Override
  public long heldBytes() {
    return block.byteCount();
  }

  @Override
  public void flush() {}

  @Override
  public void refreshHeader() throws IOException {
    start.tell(counts.growing(track));
  }

  @Override
  public void finish() throws IOException {
    if (block.byteCount() > 0) {
      encode();
    }
    FlacStreamInfo ended = counts.ended(track);
    start.tell(counts.frames() == 0 ? ended : md5.tellIn(ended));
  }
}
