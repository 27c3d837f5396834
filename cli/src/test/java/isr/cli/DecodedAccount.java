package isr.cli;

import isr.testing.LiveEncoding;
import isr.testing.StreamPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The segments decoded one after the other, against the decoded whole stream.
 *
 * @param expected samples per channel that the recorded packets stand for
 * @param found samples per channel that the segments decode to together
 * @param compared values that were compared
 * @param altered how many of them differ at all
 * @param largest the largest difference, in steps of 16 bit
 */
record DecodedAccount(long expected, long found, long compared, long altered, int largest) {
  /**
   * Compares.
   *
   * @param settling packets at the very start whose values are not compared: what they need of
   *     earlier ones never arrived
   * @param scratch for the file that the whole stream is decoded from
   */
  static DecodedAccount of(Take take, int settling, Path scratch, Function<Path, short[]> decoder) {
    List<StreamPacket> packets = take.packets();
    byte[] whole = Arrays.copyOf(take.listener().bytes(), packets.get(packets.size() - 1).end());
    int preSkip = preSkip(whole, take.encoding());
    int first = take.account().first();
    short[] reference = decoder.apply(written(whole, scratch, take.encoding()));
    int trimmed = take.segments().get(0).trimmed();
    int channels =
        Math.round((float) reference.length / (samples(packets, packets.size()) - preSkip));
    Comparison comparison =
        new Comparison(
            reference,
            (samples(packets, first) - preSkip + trimmed) * channels,
            (samples(packets, first + settling) - preSkip) * channels);
    take.segments().forEach(segment -> comparison.next(decoder.apply(segment.path())));
    long expected = take.segments().stream().mapToLong(RecordedFile::samples).sum();
    return comparison.account(expected - trimmed, channels);
  }

  private static Path written(byte[] whole, Path scratch, LiveEncoding encoding) {
    try {
      return Files.write(scratch.resolve("whole." + encoding.extension()), whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long samples(List<StreamPacket> packets, int count) {
    return packets.stream().limit(count).mapToLong(StreamPacket::sampleCount).sum();
  }

  /** The pre-skip in the header that Ogg Opus begins with; MP3 streams hide nothing. */
  private static int preSkip(byte[] whole, LiveEncoding encoding) {
    if (encoding != LiveEncoding.OPUS) {
      return 0;
    }
    int head = 27 + 1; // the first page carries the header alone: one lacing value
    return (whole[head + 10] & 0xFF) | (whole[head + 11] & 0xFF) << 8;
  }

  /** Goes along the reference. */
  private static final class Comparison {
    private final short[] reference;
    private final long from;
    private long at;
    private long found;
    private long compared;
    private long altered;
    private int largest;

    Comparison(short[] reference, long at, long from) {
      this.reference = reference;
      this.at = at;
      this.from = from;
    }

    void next(short[] samples) {
      for (short sample : samples) {
        if (at >= from && at < reference.length) {
          compared++;
          int difference = Math.abs(sample - reference[(int) at]);
          altered += difference > 0 ? 1 : 0;
          largest = Math.max(largest, difference);
        }
        at++;
      }
      found += samples.length;
    }

    DecodedAccount account(long expected, int channels) {
      return new DecodedAccount(expected, found / channels, compared, altered, largest);
    }
  }
}
