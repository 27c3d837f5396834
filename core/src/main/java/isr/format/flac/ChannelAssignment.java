package isr.format.flac;

/** How two channels are coded, as a frame header tells it (RFC 9639, section 9.1.3). */
final class ChannelAssignment {
  static final int LEFT_RIGHT = 1;
  static final int LEFT_SIDE = 8;
  static final int SIDE_RIGHT = 9;
  static final int MID_SIDE = 10;

  private ChannelAssignment() {}

  /** The one that takes the fewest bits. */
  static int best(long left, long right, long mid, long side) {
    int best = LEFT_RIGHT;
    long least = left + right;
    if (left + side < least) {
      best = LEFT_SIDE;
      least = left + side;
    }
    if (side + right < least) {
      best = SIDE_RIGHT;
      least = side + right;
    }
    return mid + side < least ? MID_SIDE : best;
  }
}
