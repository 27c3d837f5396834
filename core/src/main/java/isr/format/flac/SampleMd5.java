package isr.format.flac;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The MD5 that STREAMINFO tells: of all samples, channels interleaved, in two's complement of as
 * many bytes as their bits need, little-endian (RFC 9639, section 8.2).
 */
final class SampleMd5 {
  private final MessageDigest digest;
  private final int channels;
  private final int sampleBytes;
  private byte[] bytes = new byte[0];

  SampleMd5(int channels, int bits) {
    this.channels = channels;
    this.sampleBytes = (bits + 7) / 8;
    try {
      this.digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** Adds a block. */
  void add(long[][] samples, int count) {
    int needed = count * channels * sampleBytes;
    if (bytes.length < needed) {
      bytes = new byte[needed];
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      for (int channel = 0; channel < channels; channel++) {
        long sample = samples[channel][i];
        for (int b = 0; b < sampleBytes; b++) {
          bytes[at++] = (byte) (sample >>> (8 * b));
        }
      }
    }
    digest.update(bytes, 0, needed);
  }

  /** Whether STREAMINFO tells the MD5 of what was added; adding goes on as if not asked. */
  boolean matches(FlacStreamInfo info) {
    ByteBuffer told = ByteBuffer.allocate(16).putLong(info.md5High()).putLong(info.md5Low());
    try {
      return Arrays.equals(((MessageDigest) digest.clone()).digest(), told.array());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the MD5 of the platform can be cloned", e);
    }
  }
}
