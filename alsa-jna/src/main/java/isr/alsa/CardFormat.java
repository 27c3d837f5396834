package isr.alsa;

import isr.alsa.lib.Pcm;
import isr.audio.SampleFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * How a card stores what becomes a {@link SampleFormat} without a change of any sample.
 *
 * <pre>
 *   S24_LE         low · mid · high · sign     the low three are the sample
 *   S32_LE of 24   0   · low · mid  · high     the high three are
 * </pre>
 */
enum CardFormat {
  /** 16 bits. */
  S16_LE(Pcm.SND_PCM_FORMAT_S16_LE, SampleFormat.S16LE, 2, 0),
  /** 24 bits in 3 bytes. */
  S24_3LE(Pcm.SND_PCM_FORMAT_S24_3LE, SampleFormat.S24LE, 3, 0),
  /** 24 bits in the low bytes of 4. */
  S24_LE(Pcm.SND_PCM_FORMAT_S24_LE, SampleFormat.S24LE, 4, 0),
  /** 24 bits in the high bytes of 4: of a card that says that no more are significant. */
  S32_LE_OF_24(Pcm.SND_PCM_FORMAT_S32_LE, SampleFormat.S24LE, 4, 1),
  /** 32 bits. */
  S32_LE(Pcm.SND_PCM_FORMAT_S32_LE, SampleFormat.S32LE, 4, 0);

  private final int alsaFormat;
  private final SampleFormat sampleFormat;
  private final int storedBytes;
  private final int firstByte;

  CardFormat(int alsaFormat, SampleFormat sampleFormat, int storedBytes, int firstByte) {
    this.alsaFormat = alsaFormat;
    this.sampleFormat = sampleFormat;
    this.storedBytes = storedBytes;
    this.firstByte = firstByte;
  }

  /** Those that become the format, best first. */
  static List<CardFormat> of(SampleFormat wanted) {
    return Arrays.stream(values()).filter(format -> format.sampleFormat == wanted).toList();
  }

  /** {@code SND_PCM_FORMAT_…}. */
  int alsaFormat() {
    return alsaFormat;
  }

  /** Bytes of one sample of one channel as the card stores it. */
  int storedBytes() {
    return storedBytes;
  }

  /** Whether a card with so many significant bits can be taken at its word. */
  boolean takes(int significantBits) {
    return this != S32_LE_OF_24 || significantBits == 24;
  }

  /**
   * Leaves out the bytes that carry nothing, in place.
   *
   * @param stored position to limit; afterwards the limit is at the end of what remains
   */
  void pack(ByteBuffer stored) {
    int bytes = sampleFormat.bytes();
    if (bytes == storedBytes) {
      return;
    }
    int to = stored.position();
    for (int from = to + firstByte; from + bytes <= stored.limit(); from += storedBytes) {
      for (int i = 0; i < bytes; i++) {
        stored.put(to++, stored.get(from + i));
      }
    }
    stored.limit(to);
  }
}
