package isr.capture.http;

import isr.capture.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A user name and a password, for basic authentication (RFC 7617) or digest (RFC 7616).
 *
 * @param username without a colon, which the scheme can not carry
 * @param password may be empty
 */
public record Credentials(String username, Secret password) {
  /** Checks that the user name holds no colon and no control character. */
  public Credentials {
    if (username.chars().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "username: expected one without colons and control characters");
    }
  }

  /** The value of the {@code Authorization} field in basic authentication. */
  String basic() {
    String pair = username + ":" + password.reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
