package isr.format.flac;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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

  /** Adds samples that are as the MD5 wants them. */
  void add(byte[] interleaved, int count) {
    digest.update(interleaved, 0, count);
  }

  /** Whether STREAMINFO tells the MD5 of what was added; adding goes on as if not asked. */
  boolean matches(FlacStreamInfo info) {
    return tellIn(info).equals(info);
  }

  /** STREAMINFO with the MD5 of what was added; adding goes on as if not asked. */
  FlacStreamInfo tellIn(FlacStreamInfo info) {
    try {
      ByteBuffer sum = ByteBuffer.wrap(((MessageDigest) digest.clone()).digest());
      return info.withMd5(sum.getLong(), sum.getLong());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the MD5 of the platform can be cloned", e);
    }
  }
}
