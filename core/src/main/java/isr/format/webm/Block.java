package isr.format.webm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A Block or SimpleBlock that is all there (RFC 9559, section 10).
 *
 * <pre>
 *  track number, 1 to 8 bytes | timestamp, 2 | flags, 1 | lace or frame
 *  flags   7        | 6 5 4    | 3         | 2 1    | 0
 *          keyframe | reserved | invisible | lacing | discardable    (SimpleBlock)
 * </pre>
 */
final class Block {
  private static final int RESERVED = 0x70;
  private static final int LACING_SHIFT = 1;
  private static final int NO_LACING = 0;
  private static final int XIPH = 1;
  private static final int FIXED_SIZE = 2;

  private final short timestamp;
  private final int[] bounds;

  private Block(short timestamp, int[] bounds) {
    this.timestamp = timestamp;
    this.bounds = bounds;
  }

  /**
   * The number of the track of a block of which the first bytes are there.
   *
   * @return null when more bytes must come; negative when none is there
   */
  static @Nullable Long trackNumber(byte[] bytes, int at, int end) {
    if (at >= end) {
      return null;
    }
    int length = Vint.length(bytes[at]);
    if (length > Vint.MAX_LENGTH) {
      return -1L;
    }
    return end - at < length ? null : Vint.value(bytes, at, length);
  }

  /**
   * Reads a block of that track.
   *
   * @return null when its parts do not fit into it
   */
  static @Nullable Block read(byte[] bytes, int at, int end) {
    if (at >= end || end - at < Vint.length(bytes[at]) + 3) {
      return null;
    }
    int header = at + Vint.length(bytes[at]);
    short timestamp = (short) (bytes[header] << 8 | (bytes[header + 1] & 0xFF));
    int flags = bytes[header + 2];
    if ((flags & RESERVED) != 0) {
      return null;
    }
    int[] bounds = new Lace(bytes, header + 3, end).bounds(flags >> LACING_SHIFT & 3);
    return bounds == null ? null : new Block(timestamp, bounds);
  }

  /** Relative to its Cluster, in ticks. */
  short timestamp() {
    return timestamp;
  }

  int frames() {
    return bounds.length - 1;
  }

  /** Index at which a frame begins, and the one before ends: 0 to {@link #frames}. */
  int bound(int index) {
    return bounds[index];
  }

  /** How frames share a block (RFC 9559, section 10.3). */
  private static final class Lace {
    private final byte[] bytes;
    private final int end;
    private int at;

    Lace(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    int @Nullable [] bounds(int lacing) {
      if (lacing == NO_LACING) {
        return new int[] {at, end};
      }
      if (at >= end) {
        return null;
      }
      int frames = 1 + (bytes[at++] & 0xFF);
      return switch (lacing) {
        case XIPH -> placed(xiphSizes(frames));
        case FIXED_SIZE -> (end - at) % frames == 0 ? placed(equalSizes(frames)) : null;
        default -> placed(ebmlSizes(frames));
      };
    }

    /** Sizes of all but the last frame, then the frames. */
    private int @Nullable [] placed(long @Nullable [] sizes) {
      if (sizes == null) {
        return null;
      }
      int[] bounds = new int[sizes.length + 2];
      bounds[0] = at;
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] < 0 || sizes[i] > end - bounds[i]) {
          return null;
        }
        bounds[i + 1] = bounds[i] + (int) sizes[i];
      }
      bounds[bounds.length - 1] = end;
      return bounds;
    }

    /** Section 10.3.2: 255 as often as it fits, then the rest. */
    private long @Nullable [] xiphSizes(int frames) {
      long[] sizes = new long[frames - 1];
      for (int i = 0; i < sizes.length; i++) {
        int part;
        do {
          if (at >= end) {
            return null;
          }
          part = bytes[at++] & 0xFF;
          sizes[i] += part;
        } while (part == 255);
      }
      return sizes;
    }

    /** Section 10.3.4. */
    private long[] equalSizes(int frames) {
      long[] sizes = new long[frames - 1];
      Arrays.fill(sizes, (end - at) / frames);
      return sizes;
    }

    /** Section 10.3.3: the first size, then differences. */
    private long @Nullable [] ebmlSizes(int frames) {
      long[] sizes = new long[frames - 1];
      for (int i = 0; i < sizes.length; i++) {
        int length = at < end ? Vint.length(bytes[at]) : end;
        if (length > Vint.MAX_LENGTH || length > end - at) {
          return null;
        }
        long value = Vint.value(bytes, at, length);
        sizes[i] = i == 0 ? value : sizes[i - 1] + value - Vint.bias(length);
        if (sizes[i] < 0 || sizes[i] > end) {
          return null;
        }
        at += length;
      }
      return sizes;
    }
  }
}
