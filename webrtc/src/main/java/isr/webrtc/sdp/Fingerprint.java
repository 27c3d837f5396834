package isr.webrtc.sdp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The hash of a certificate (RFC 8122, section 5).
 *
 * @param algorithm such as {@code sha-256}
 * @param hash bytes in upper-case hexadecimal with colons between
 */
public record Fingerprint(String algorithm, String hash) {
  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private static final Map<String, String> DIGESTS =
      Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");

  /** The SHA-256 of a certificate in DER. */
  public static Fingerprint of(byte[] certificate) {
    return new Fingerprint("sha-256", hash("sha-256", certificate));
  }

  /** Reads what follows {@code a=fingerprint:}. */
  static Fingerprint read(String value) throws SdpException {
    String[] words = value.strip().split(" +", -1);
    SdpLines.check(words.length == 2, "a=fingerprint without algorithm and hash");
    return new Fingerprint(
        words[0].toLowerCase(Locale.ROOT), words[1].strip().toUpperCase(Locale.ROOT));
  }

  /** Whether this is an algorithm that is strong enough, and known. */
  boolean isUsable() {
    return DIGESTS.containsKey(algorithm);
  }

  /** Whether it is that certificate's, given in DER. */
  public boolean matches(byte[] certificate) {
    return isUsable() && hash(algorithm, certificate).equals(hash);
  }

  @Override
  public String toString() {
    return algorithm + " " + hash;
  }

  private static String hash(String algorithm, byte[] certificate) {
    try {
      String digest = DIGESTS.getOrDefault(algorithm, algorithm);
      return HEX.formatHex(MessageDigest.getInstance(digest).digest(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java without SHA-2", e);
    }
  }
}
