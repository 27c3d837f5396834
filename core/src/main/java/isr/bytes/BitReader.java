package isr.bytes;

/** Reads an array bit by bit, the highest bit of each byte first. */
public final class BitReader {
  private final byte[] bytes;
  private long position;

  /**
   * A reader whose first bit is the highest of a byte.
   *
   * @param bytes read, never changed
   * @param from index of the first byte
   */
  public BitReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = 8L * from;
  }

  /**
   * The next bits as an unsigned number.
   *
   * @param count 0 to 31
   * @throws IndexOutOfBoundsException beyond the end of the array; the position is then undefined
   */
  public int read(int count) {
    int value = 0;
    int left = count;
    while (left > 0) {
      int inByte = 8 - (int) (position & 7);
      int taken = Math.min(left, inByte);
      int bits = (bytes[(int) (position >>> 3)] & 0xFF) >>> (inByte - taken);
      value = value << taken | (bits & ((1 << taken) - 1));
      position += taken;
      left -= taken;
    }
    return value;
  }

  /** Passes over bits; the next {@link #read} tells when that leads beyond the end. */
  public void skip(int count) {
    position += count;
  }
}
