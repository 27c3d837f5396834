package isr.audio;

/** How one sample of one channel is stored: signed, little-endian, packed. */
public enum SampleFormat {
  /** 16 bits in two bytes. */
  S16LE(16),
  /** 24 bits in three bytes, as WAV and ALSA's S24_3LE store them. */
  S24LE(24),
  /** 32 bits in four bytes. */
  S32LE(32);

  private final int bits;

  SampleFormat(int bits) {
    this.bits = bits;
  }

  /** Bits that carry the sample: 16, 24 or 32. */
  public int bits() {
    return bits;
  }

  /** Bytes that one sample of one channel takes: 2, 3 or 4. */
  public int bytes() {
    return bits / 8;
  }

  /**
   * The format with that many bits.
   *
   * @throws IllegalArgumentException when bits is none of 16, 24 and 32
   */
  public static SampleFormat ofBits(int bits) {
    for (SampleFormat format : values()) {
      if (format.bits == bits) {
        return format;
      }
    }
    throw new IllegalArgumentException("bits: expected 16, 24 or 32, found " + bits);
  }
}
