package isr.format.wav;

import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import isr.media.PcmTrack;
import isr.media.SegmentInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes one WAV file; its header is written anew as a whole when the sizes change. */
final class WavMuxer implements Muxer {
  private final PcmTrack track;
  private final MuxerOutput output;
  private final ByteBuffer header;
  private long dataBytes;
  private long toldBytes;

  WavMuxer(PcmTrack track, MuxerOutput output, SegmentInfo info) {
    this.track = track;
    this.output = output;
    this.header = WavHeader.of(track, info, 0);
  }

  @Override
  public void start(List<Packet> leadIn) throws IOException {
    output.append(header.duplicate());
  }

  @Override
  public void write(Packet packet) throws IOException {
    ByteBuffer payload = packet.payload().duplicate();
    dataBytes += payload.remaining();
    output.append(payload);
  }

  @Override
  public void flush() {}

  @Override
  public void refreshHeader() throws IOException {
    if (dataBytes != toldBytes) {
      WavHeader.setSizes(header, dataBytes, track.blockAlign());
      output.patch(0, header.duplicate());
      toldBytes = dataBytes;
    }
  }

  @Override
  public void finish() throws IOException {
    if (dataBytes % 2 != 0) {
      output.append(ByteBuffer.allocate(1));
    }
    refreshHeader();
  }
}
