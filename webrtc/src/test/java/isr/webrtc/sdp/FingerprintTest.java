package isr.webrtc.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);

  /** FIPS 180-4's example. */
  private static final String SHA_256 =
      "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:"
          + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

  @Test
  void isTheHashInHexadecimal() {
    assertThat(Fingerprint.of(ABC)).hasToString("sha-256 " + SHA_256);
  }

  @Test
  void matchesOnlyItsCertificate() throws SdpException {
    Fingerprint read = Fingerprint.read("SHA-256 " + SHA_256.toLowerCase(java.util.Locale.ROOT));
    assertThat(read.matches(ABC)).isTrue();
    assertThat(read.matches(new byte[] {1})).isFalse();
    assertThat(Fingerprint.read("sha-384 " + SHA_256).matches(ABC)).isFalse();
    assertThat(Fingerprint.read("md5 " + SHA_256).matches(ABC)).isFalse();
  }
}
