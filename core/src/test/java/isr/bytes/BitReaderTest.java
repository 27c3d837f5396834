package isr.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BitReaderTest {
  private static final byte[] BYTES = {0x12, (byte) 0xF0, 0x5A, (byte) 0xFF, 0x01};

  @Test
  void readsTheHighestBitFirst() {
    BitReader bits = new BitReader(BYTES, 1);
    assertThat(bits.read(1)).isEqualTo(1);
    assertThat(bits.read(3)).isEqualTo(7);
    assertThat(bits.read(4)).isZero();
    assertThat(bits.read(8)).isEqualTo(0x5A);
  }

  @Test
  void readsAcrossBytes() {
    BitReader bits = new BitReader(BYTES, 0);
    assertThat(bits.read(4)).isEqualTo(1);
    assertThat(bits.read(31)).isEqualTo(0x2F05_AFF0 >>> 1);
    assertThat(bits.read(0)).isZero();
  }

  @Test
  void skipsBits() {
    BitReader bits = new BitReader(BYTES, 0);
    bits.skip(13);
    assertThat(bits.read(9)).isEqualTo(0b000010110);
  }

  @Test
  void doesNotReadBeyondTheEnd() {
    BitReader bits = new BitReader(BYTES, 4);
    bits.read(7);
    assertThatThrownBy(() -> bits.read(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
