package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;

import isr.bytes.Crc8;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlacFrameHeaderTest {
  /** The first frame of RFC 9639, appendix D.1, and what it says of it. */
  @Test
  void readsTheExampleOfTheSpecification() {
    assertThat(read("fff86918000 0bf".replace(" ", "")))
        .contains(
            new FlacFrameHeader(false, 1, OptionalInt.of(44_100), 1, OptionalInt.of(16), 0, 7));
  }

  @ParameterizedTest
  @CsvSource({
    // block size and sample rate codes, channels and bits, number, extra bytes, expected values
    "10, 02, 00, '', 192, , 1, 8",
    "21, 10, 00, '', 576, 88200, 2, ",
    "52, 24, 00, '', 4608, 176400, 3, 12",
    "83, 78, 00, '', 256, 192000, 8, 16",
    "f4, 8a, 00, '', 32768, 8000, 2, 20",
    "69, 9c, 00, 00, 1, 44100, 2, 24",
    "6c, ae, 00, ff60, 256, 96000, 2, 32",
    "7d, 02, 00, fffe9088, 65535, 37000, 1, 8",
    "7e, 02, 00, 000fffff, 16, 655350, 1, 8",
  })
  void readsEveryKindOfCode(
      String first,
      String second,
      String number,
      String extra,
      int blockSize,
      Integer rate,
      int channels,
      Integer bits) {
    Optional<FlacFrameHeader> header = sealed("fff8" + first + second + number + extra);
    assertThat(header).isPresent();
    assertThat(header.get().blockSize()).isEqualTo(blockSize);
    assertThat(header.get().sampleRateHz())
        .isEqualTo(rate == null ? OptionalInt.empty() : OptionalInt.of(rate));
    assertThat(header.get().channels()).isEqualTo(channels);
    assertThat(header.get().bits())
        .isEqualTo(bits == null ? OptionalInt.empty() : OptionalInt.of(bits));
    assertThat(header.get().byteCount()).isEqualTo(6 + extra.length() / 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fff8090800", // block size 0
        "fffa190800", // a reserved bit
        "fff81f0800", // sample rate 15
        "fff819b800", // channels 11
        "fff8190600", // sample size 3
        "fff8190900", // the last reserved bit
        "fff8790800ffff", // a block of 65,536
        "fff81c080000", // a rate of 0
        "fff8190880", // a number that begins in its middle
        "fff81908ff80808080808080", // a number of 8 bytes
        "fff81908c040", // a number without its second byte
        "fff81908fe828080808080", // a frame number of 36 bits
        "fff0190800", // no sync code
      })
  void refusesWhatIsReserved(String hex) {
    assertThat(sealed(hex)).isEmpty();
  }

  @Test
  void needsAllItsBytesAndItsChecksum() {
    byte[] header = TestFrames.header(true, 1L << 35, 4096, 9, 4);
    for (int length = 0; length < header.length; length++) {
      assertThat(FlacFrameHeader.read(header, 0, length)).isEmpty();
    }
    assertThat(FlacFrameHeader.read(header, 0, header.length)).isPresent();
    for (int bit = 0; bit < 8 * header.length; bit++) {
      byte[] damaged = header.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(FlacFrameHeader.read(damaged, 0, damaged.length)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, c280",
    "2047, dfbf",
    "2048, e0a080",
    "65535, efbfbf",
    "65536, f0908080",
    "2097151, f7bfbfbf",
    "2097152, f888808080",
    "67108863, fbbfbfbfbf",
    "67108864, fc8480808080",
    "2147483647, fdbfbfbfbfbf",
    "2147483648, fe8280808080 80",
    "68719476735, febfbfbfbfbfbf"
  })
  void codesNumbersAsTheSpecificationDoes(long number, String hex) {
    byte[] bytes = new byte[CodedNumber.MAX_BYTES];
    int end = CodedNumber.write(number, bytes, 0);
    assertThat(HexFormat.of().formatHex(bytes, 0, end)).isEqualTo(hex.replace(" ", ""));
    assertThat(CodedNumber.length(bytes[0])).isEqualTo(end);
    assertThat(CodedNumber.read(bytes, 0)).isEqualTo(number);
  }

  private static Optional<FlacFrameHeader> read(String hex) {
    return FlacFrameHeader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  /** Reads a header to which the right CRC-8 is added. */
  private static Optional<FlacFrameHeader> sealed(String hex) {
    byte[] open = HexFormat.of().parseHex(hex);
    byte[] header = TestFrames.join(open, new byte[] {(byte) Crc8.of(open, 0, open.length)});
    return FlacFrameHeader.read(header, 0, header.length);
  }
}
