package isr.webrtc;

import java.util.Arrays;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * The keys that a handshake has exported (RFC 5764, section 4.2), for SRTP_AES128_CM_HMAC_SHA1_80.
 *
 * <pre>
 *  client's master key 16 | server's master key 16 | client's master salt 14 | server's 14
 * </pre>
 */
final class SrtpKeys {
  private static final int KEY_BYTES = 16;
  private static final int SALT_BYTES = 14;
  private static final int AUTH_KEY_BYTES = 20;
  private static final int TAG_BYTES = 10;
  static final int MATERIAL_BYTES = 2 * (KEY_BYTES + SALT_BYTES);

  static {
    // The JDK's AES; else the library would measure all that it finds, for seconds.
    Aes.setFactoryClassName("SunJCE");
  }

  private final byte[] material;

  SrtpKeys(byte[] material) {
    this.material = material.clone();
  }

  /** For what the client sends; to be read, or for a client of ours to be written. */
  SrtpContextFactory client(boolean writes) {
    return factory(writes, 0);
  }

  /** For what this server sends. */
  SrtpContextFactory server(boolean writes) {
    return factory(writes, 1);
  }

  private SrtpContextFactory factory(boolean writes, int side) {
    int key = side * KEY_BYTES;
    int salt = 2 * KEY_BYTES + side * SALT_BYTES;
    return new SrtpContextFactory(
        writes,
        Arrays.copyOfRange(material, key, key + KEY_BYTES),
        Arrays.copyOfRange(material, salt, salt + SALT_BYTES),
        policy(),
        policy(),
        new LoggerImpl("org.jitsi.srtp"));
  }

  private static SrtpPolicy policy() {
    return new SrtpPolicy(
        SrtpPolicy.AESCM_ENCRYPTION,
        KEY_BYTES,
        SrtpPolicy.HMACSHA1_AUTHENTICATION,
        AUTH_KEY_BYTES,
        TAG_BYTES,
        SALT_BYTES);
  }
}
