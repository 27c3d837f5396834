package isr.format.frames;

import isr.media.Muxer;
import isr.media.MuxerOutput;
import isr.media.Packet;
import java.io.IOException;
import java.util.List;

/**
 * Writes frames as they are, one after the other, and nothing else: files of it, put together byte
 * for byte, are the stream.
 */
public final class PassThroughMuxer implements Muxer {
  private final MuxerOutput output;

  /** A muxer that has written nothing. */
  public PassThroughMuxer(MuxerOutput output) {
    this.output = output;
  }

  /** Writes nothing: there is no field in which a lead-in could be hidden. */
  @Override
  public void start(List<Packet> leadIn) {}

  @Override
  public void write(Packet packet) throws IOException {
    output.append(packet.payload().duplicate());
  }

  @Override
  public void flush() {}

  @Override
  public void refreshHeader() {}

  @Override
  public void finish() {}
}
