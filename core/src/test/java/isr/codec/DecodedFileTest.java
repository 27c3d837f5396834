package isr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.media.Demuxer;
import isr.media.FilePacket;
import isr.media.PcmTrack;
import isr.media.Track;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecodedFileTest {
  private static final short SAMPLE = 0x4000;

  /** Packets of 4000 samples that are all a half, at some places. */
  private static final class Packets implements Demuxer {
    private final Track track = new PcmTrack(8000, 1, SampleFormat.S16LE);
    private final Iterator<Integer> places;

    Packets(Integer... places) {
      this.places = List.of(places).iterator();
    }

    @Override
    public Track track() {
      return track;
    }

    @Override
    public long sampleCount() {
      return 0;
    }

    @Override
    public void seek(long sample) {}

    @Override
    public @Nullable FilePacket next() {
      if (!places.hasNext()) {
        return null;
      }
      ByteBuffer payload = ByteBuffer.allocate(8000).order(ByteOrder.LITTLE_ENDIAN);
      while (payload.hasRemaining()) {
        payload.putShort(SAMPLE);
      }
      return new FilePacket(payload.flip(), places.next(), 4000, 0, 0);
    }
  }

  @Test
  void channelsThatAreTooManyAreNotLost() {
    SampleBlock block = new SampleBlock();
    block.prepare(3, 4);
    float[][] values = {{0, 0.1f, 0, 0}, {0.2f, 0, -0.1f, 0}, {0, 0.9f, 0.05f, -0.3f}};
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(values[channel], 0, block.channel(channel), 0, 4);
    }
    block.spread(2);
    assertThat(block.channels()).isEqualTo(2);
    assertThat(block.channel(0)).startsWith(0f, 0.1f, 0f, 0f);
    assertThat(block.channel(1)).startsWith(0.2f, 0.9f, -0.1f, -0.3f);
  }

  /** One packet is missing, then a part of one, then more than a block of silence. */
  @Test
  void silenceForWhatIsMissingLeavesTheNextPacketAsItIs() throws Exception {
    float[] heard = new float[30_000];
    int at = 0;
    try (AudioReader reader = new DecodedFile(new Packets(0, 8000, 12_100, 26_000))) {
      SampleBlock block = new SampleBlock();
      while (reader.next(block)) {
        System.arraycopy(block.channel(0), block.from(), heard, at, block.count());
        at += block.count();
      }
      assertThat(reader.damagedPackets()).isEqualTo(3);
    }
    assertThat(at).isEqualTo(30_000);
    for (int i = 0; i < at; i++) {
      boolean there =
          i < 4000 || (i >= 8000 && i < 12_000) || (i >= 12_100 && i < 16_100) || i >= 26_000;
      assertThat(heard[i]).as("sample %d", i).isEqualTo(there ? 0.5f : 0f);
    }
  }
}
