package isr.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.LeadIn;
import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeadInRingTest {
  private final LeadInRing ring = new LeadInRing();
  private long position;

  @Test
  void keepsAsManyPacketsAsBothNumbersAsk() {
    ring.reset(new LeadIn(2, 1000, 0));
    for (int i = 0; i < 20; i++) {
      add(300, i);
    }
    assertThat(ring.packets())
        .extracting(p -> (int) p.payload().get(0))
        .containsExactly(16, 17, 18, 19);
    ring.reset(new LeadIn(3, 100, 4));
    for (int i = 0; i < 20; i++) {
      add(300, i);
    }
    assertThat(ring.packets()).hasSize(4);
  }

  @Test
  void keepsPayloadsOfItsOwnOnceSettled() {
    ring.reset(new LeadIn(1, 0, 0));
    ByteBuffer lent = ByteBuffer.wrap(new byte[] {5});
    ring.add(new Packet(lent, 0, 10));
    ring.settle();
    lent.put(0, (byte) 6);
    assertThat(ring.packets().get(0).payload().get(0)).isEqualTo((byte) 5);
  }

  @Test
  void copiesEachPacketOnceAndInOrder() {
    ring.reset(new LeadIn(3, 0, 0));
    add(10, 1);
    add(10, 2);
    ring.settle();
    List<Packet> settled = ring.packets();
    ring.settle();
    assertThat(ring.packets()).containsExactlyElementsOf(settled);
    for (int i = 3; i < 9; i++) {
      add(10, i);
    }
    ring.settle();
    assertThat(ring.packets()).extracting(p -> (int) p.payload().get(0)).containsExactly(6, 7, 8);
  }

  @Test
  void keepsNothingWhereNothingIsAsked() {
    ring.reset(LeadIn.NONE);
    add(10, 1);
    assertThat(ring.packets()).isEmpty();
  }

  private void add(int samples, int mark) {
    ring.add(new Packet(ByteBuffer.wrap(new byte[] {(byte) mark}), position, samples));
    position += samples;
  }
}
