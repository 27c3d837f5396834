package isr.format.mpeg;

import isr.bytes.BitReader;
import isr.bytes.Crc16;

/**
 * What the side information of a layer III frame says about its main data (ISO/IEC 11172-3,
 * 2.4.1.7; 13818-3, 2.4.1.7).
 *
 * @param mainDataBegin bytes before the frame's own main data area at which its main data begins
 * @param mainDataBits part2_3_length of all granules and channels together
 */
record SideInfo(int mainDataBegin, int mainDataBits) {
  /** Bits of one granule and channel after part2_3_length. */
  private static final int V1_REST_BITS = 59 - 12;

  private static final int V2_REST_BITS = 63 - 12;

  /** Reads it from a frame of which header, CRC and side information are there. */
  static SideInfo read(byte[] bytes, int frame) {
    int header = MpegHeader.read(bytes, frame);
    int at = frame + MpegHeader.BYTES + (MpegHeader.hasCrc(header) ? 2 : 0);
    BitReader bits = new BitReader(bytes, at);
    int channels = MpegHeader.channels(header);
    if (MpegHeader.isMpeg1(header)) {
      int begin = bits.read(9);
      bits.skip((channels == 1 ? 5 : 3) + 4 * channels); // private_bits, scfsi
      return new SideInfo(begin, lengths(bits, 2 * channels, V1_REST_BITS));
    }
    int begin = bits.read(8);
    bits.skip(channels == 1 ? 1 : 2); // private_bits
    return new SideInfo(begin, lengths(bits, channels, V2_REST_BITS));
  }

  private static int lengths(BitReader bits, int count, int restBits) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += bits.read(12);
      bits.skip(restBits);
    }
    return sum;
  }

  /** Bytes that are left free between the end of this main data and the end of the frame's area. */
  int freeBytes(int areaBytes) {
    return Math.floorDiv(8 * (mainDataBegin + areaBytes) - mainDataBits, 8);
  }

  /** Whether the CRC of a frame that has one is right (11172-3, 2.4.3.1); true when it has none. */
  static boolean crcMatches(byte[] bytes, int frame) {
    int header = MpegHeader.read(bytes, frame);
    if (!MpegHeader.hasCrc(header)) {
      return true;
    }
    int crc = Crc16.update(0xFFFF, bytes, frame + 2, 2);
    crc = Crc16.update(crc, bytes, frame + 6, MpegHeader.sideInfoBytes(header));
    return crc == ((bytes[frame + 4] & 0xFF) << 8 | (bytes[frame + 5] & 0xFF));
  }
}
