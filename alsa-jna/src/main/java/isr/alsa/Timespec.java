package isr.alsa;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A {@code struct timespec} that libasound fills in.
 *
 * <pre>
 *   64 bit                tv_sec 8, tv_nsec 8
 *   32 bit                tv_sec 4, tv_nsec 4
 *   32 bit, time64        tv_sec 8, tv_nsec 4, padding 4
 * </pre>
 *
 * <p>Which of the 32-bit ones it is depends on how libasound was built: it is seen by how much was
 * overwritten.
 */
final class Timespec implements AutoCloseable {
  /** No count of nanoseconds below a second, neither as 4 bytes nor as a part of 8. */
  private static final int UNTOUCHED = 0xA5A5_A5A5;

  private static final long NANOS = 1_000_000_000L;

  private final Memory memory = new Memory(16);
  private final boolean wide;

  /** For a machine whose {@code long} has 8 bytes, or 4. */
  Timespec(boolean wide) {
    this.wide = wide;
  }

  /** The time that is written, in nanoseconds; empty when it is 0: there is none. */
  OptionalLong read(Consumer<Pointer> writer) {
    for (int at = 0; at < 16; at += 4) {
      memory.setInt(at, UNTOUCHED);
    }
    writer.accept(memory);
    long nanos = seconds() * NANOS + nanosOfSecond();
    return nanos == 0 ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  private boolean isLong() {
    return wide || memory.getInt(8) != UNTOUCHED;
  }

  private long seconds() {
    return isLong() ? memory.getLong(0) : memory.getInt(0);
  }

  private long nanosOfSecond() {
    return memory.getInt(isLong() ? 8 : 4);
  }

  @Override
  public void close() {
    memory.close();
  }
}
