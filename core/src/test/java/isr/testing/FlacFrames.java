package isr.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A little parser of native FLAC that shares no code with the recorder's: a frame lies between two
 * sync codes where its CRC-16 is right. The content of a packet is the subframes alone, as headers
 * and checksums change when frames are numbered anew.
 */
final class FlacFrames {
  private static final int[] BLOCK_SIZES = {
    0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768
  };

  private FlacFrames() {}

  static List<StreamPacket> of(byte[] bytes) {
    List<StreamPacket> frames = new ArrayList<>();
    int at = nextSync(bytes, metadataEnd(bytes));
    while (at < bytes.length) {
      int end = frameEnd(bytes, at);
      if (end > 0) {
        int header = headerBytes(bytes, at);
        ByteBuffer body = ByteBuffer.wrap(bytes, at + header, end - at - header - 2);
        frames.add(new StreamPacket(at, end, blockSize(bytes, at), body));
        at = end;
      } else {
        at = nextSync(bytes, at + 1);
      }
    }
    return frames;
  }

  private static int metadataEnd(byte[] bytes) {
    if (bytes.length < 8 || bytes[0] != 'f' || bytes[1] != 'L') {
      return 0;
    }
    int at = 4;
    boolean last = false;
    while (!last && at + 4 <= bytes.length) {
      last = bytes[at] < 0;
      at +=
          4 + ((bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF));
    }
    return at;
  }

  private static int nextSync(byte[] bytes, int from) {
    for (int at = from; at + 16 < bytes.length; at++) {
      if ((bytes[at] & 0xFF) == 0xFF && (bytes[at + 1] & 0xFE) == 0xF8) {
        return at;
      }
    }
    return bytes.length;
  }

  /** Where the frame ends; 0 when none that is whole begins here. */
  private static int frameEnd(byte[] bytes, int at) {
    int crc = 0;
    int done = at;
    int limit = Math.min(bytes.length, at + 100_000);
    for (int next = nextSync(bytes, at + 1); done < limit; next = nextSync(bytes, next + 1)) {
      int end = Math.min(next, bytes.length);
      for (; done < end; done++) {
        crc = crc16(crc, bytes[done]);
      }
      if (crc == 0 && end - at > 10) {
        return end;
      }
    }
    return 0;
  }

  private static int crc16(int crc, byte next) {
    int value = crc ^ (next & 0xFF) << 8;
    for (int bit = 0; bit < 8; bit++) {
      value = value << 1 ^ ((value & 0x8000) != 0 ? 0x18005 : 0);
    }
    return value;
  }

  private static int headerBytes(byte[] bytes, int at) {
    int numberBytes = Math.max(1, Integer.numberOfLeadingZeros(~bytes[at + 4] << 24));
    return 5 + numberBytes + extraBytes(bytes, at);
  }

  private static int extraBytes(byte[] bytes, int at) {
    int block = (bytes[at + 2] & 0xF0) >> 4;
    int rate = bytes[at + 2] & 0x0F;
    return (block == 6 ? 1 : block == 7 ? 2 : 0) + (rate < 12 ? 0 : rate == 12 ? 1 : 2);
  }

  private static int blockSize(byte[] bytes, int at) {
    int code = (bytes[at + 2] & 0xF0) >> 4;
    int numberBytes = Math.max(1, Integer.numberOfLeadingZeros(~bytes[at + 4] << 24));
    int told = at + 4 + numberBytes;
    return switch (code) {
      case 6 -> (bytes[told] & 0xFF) + 1;
      case 7 -> ((bytes[told] & 0xFF) << 8 | (bytes[told + 1] & 0xFF)) + 1;
      default -> BLOCK_SIZES[code];
    };
  }
}
