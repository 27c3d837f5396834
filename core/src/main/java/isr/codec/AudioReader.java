package isr.codec;

import java.io.Closeable;
import java.io.IOException;

/** What is heard of a file, in order, from any place on. */
public interface AudioReader extends Closeable {
  /** Rate of the samples in Hz; of HE-AAC it is twice what its track tells. */
  int sampleRateHz();

  /** Channels, the same for the whole file. */
  int channels();

  /** Audible samples of the file, as its headers tell; may have to read all of it. */
  long sampleCount() throws IOException;

  /** Whether {@link #seek} decodes all that is before the place. */
  default boolean isSequential() {
    return false;
  }

  /** Goes to a place; behind the end nothing is left. */
  void seek(long sample) throws IOException;

  /**
   * The samples that follow; silence where packets are missing or broken.
   *
   * @return whether there were any; the block is lent until the next call
   */
  boolean next(SampleBlock block) throws IOException;

  /**
   * Packets so far that could not be decoded, and places where some are missing, as far as that is
   * seen: {@code ffmpeg} says nothing.
   */
  long damagedPackets();

  /** Ends what works for it. */
  @Override
  void close();
}
