package isr.codec;

import isr.media.MalformedMediaException;
import isr.media.MpegTrack;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.Obuffer;

/** Frames of layer II and III by JLayer, whose floats are taken before it rounds them. */
final class MpegCore implements CodecCore {
  /** Full scale of its synthesis filter. */
  private static final float SCALE = 1 / 32_700f;

  /** Samples that it gives at a time (ISO/IEC 11172-3, 2.4.3.2): one of each subband. */
  private static final int SUBBANDS = 32;

  private static final int MAX_SAMPLES = 1152;

  private final MpegTrack track;
  private final Collector collector;
  private final FrameInput input = new FrameInput();
  private Decoder decoder = new Decoder();
  private Bitstream bitstream = new Bitstream(input);

  MpegCore(MpegTrack track) {
    this.track = track;
    this.collector = new Collector(track.channels());
    restart();
  }

  @Override
  public int channels() {
    return track.channels();
  }

  @Override
  public void restart() {
    input.frame = ByteBuffer.allocate(0);
    decoder = new Decoder();
    decoder.setOutputBuffer(collector);
    bitstream = new Bitstream(input);
  }

  @Override
  public int decode(ByteBuffer payload, int expected, SampleBlock out)
      throws MalformedMediaException {
    out.prepare(track.channels(), MAX_SAMPLES);
    collector.out = out;
    collector.clear_buffer();
    input.frame = payload.duplicate();
    try {
      Header header = bitstream.readFrame();
      if (header == null) {
        throw new MalformedMediaException(0, "expected a frame of MPEG audio");
      }
      decoder.decodeFrame(header, bitstream);
      bitstream.closeFrame();
    } catch (BitstreamException | DecoderException e) {
      throw new MalformedMediaException(0, String.valueOf(e.getMessage()));
    }
    return collector.count();
  }

  /** The bytes of one frame; behind them is the end, until there is another one. */
  private static final class FrameInput extends InputStream {
    private ByteBuffer frame = ByteBuffer.allocate(0);

    @Override
    public int read() {
      return frame.hasRemaining() ? frame.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) {
      if (!frame.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, frame.remaining());
      frame.get(into, at, count);
      return count;
    }
  }

  /** Takes 32 samples of a channel at a time. */
  private static final class Collector extends Obuffer {
    private final int[] counts;
    private SampleBlock out = new SampleBlock();

    Collector(int channels) {
      counts = new int[channels];
    }

    int count() {
      int least = counts[0];
      for (int count : counts) {
        least = Math.min(least, count);
      }
      return least;
    }

    @Override
    public void appendSamples(int channel, float[] samples) {
      int at = counts[channel];
      float[] to = out.channel(channel);
      for (int i = 0; i < SUBBANDS; i++) {
        to[at + i] = samples[i] * SCALE;
      }
      counts[channel] = at + SUBBANDS;
    }

    @Override
    public void append(int channel, short sample) {
      out.channel(channel)[counts[channel]++] = sample * SCALE;
    }

    @Override
    public void clear_buffer() {
      Arrays.fill(counts, 0);
    }

    @Override
    public void write_buffer(int value) {}

    @Override
    public void close() {}

    @Override
    public void set_stop_flag() {}
  }
}
