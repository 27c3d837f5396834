package isr.config;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: {@code pbkdf2-sha256:ITERATIONS:SALT:KEY}, salt and key in Base64 (RFC
 * 8018, section 5.2; RFC 4648, section 5, without padding).
 */
public final class PasswordHash {
  /** The longest password, in characters. */
  public static final int MAX_PASSWORD_CHARS = 1000;

  private static final int ITERATIONS = 310_000;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile("pbkdf2-sha256:(\\d{1,8}):([\\w-]{16,86}):([\\w-]{43})");

  private final int iterations;
  private final byte[] salt;
  private final byte[] key;

  private PasswordHash(int iterations, byte[] salt, byte[] key) {
    this.iterations = iterations;
    this.salt = salt;
    this.key = key;
  }

  /** Makes one with a salt of its own. Takes a fraction of a second on purpose. */
  public static PasswordHash of(char[] password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none; the message does not repeat it
   */
  public static PasswordHash parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("expected what isr web password prints");
    }
    int iterations = Integer.parseInt(form.group(1));
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException("expected 1 to " + MAX_ITERATIONS + " iterations");
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    return new PasswordHash(iterations, base64.decode(form.group(2)), base64.decode(form.group(3)));
  }

  /** Whether it is of that password; takes as long either way. */
  public boolean matches(char[] password) {
    return MessageDigest.isEqual(key, derive(password, salt, iterations));
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations) {
    if (password.length > MAX_PASSWORD_CHARS) {
      throw new IllegalArgumentException(
          "expected a password of at most " + MAX_PASSWORD_CHARS + " characters");
    }
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 8 * KEY_BYTES);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    } finally {
      spec.clearPassword();
    }
  }

  /** The form that is parsed. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "pbkdf2-sha256:"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(Arrays.copyOf(key, key.length));
  }
}
