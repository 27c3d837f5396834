package isr.config;

import isr.capture.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code [web]} says.
 *
 * @param host that is listened on: a name or an address
 * @param port that is listened on; 0 lets the system choose one
 * @param threshold loudness from which a section counts as loud, 0 to 1
 * @param login who may use it; empty: whoever can reach it
 * @param tls for https; empty: http
 * @param readOnly whether nothing can be deleted
 */
public record WebSettings(
    String host,
    int port,
    double threshold,
    Optional<Login> login,
    Optional<Tls> tls,
    boolean readOnly) {
  /** Where nothing else is said: this machine alone, without a password. */
  public static final WebSettings DEFAULT =
      new WebSettings("127.0.0.1", 8080, 0.05, Optional.empty(), Optional.empty(), false);

  private static final Set<String> LOOPBACK =
      Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1", "localhost");

  /** Who may use it. The hash is of {@link PasswordHash}'s form. */
  public record Login(String username, Secret passwordHash) {}

  /** PEM files: a certificate with the chain that it needs, and its private key. */
  public record Tls(Path certificate, Path key) {}

  /** Whether only this machine can reach a host. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /** The same on another host. */
  public WebSettings onHost(String other) {
    return new WebSettings(other, port, threshold, login, tls, readOnly);
  }

  /** The same on another port. */
  public WebSettings onPort(int other) {
    return new WebSettings(host, other, threshold, login, tls, readOnly);
  }

  /** The same with another threshold. */
  public WebSettings withThreshold(double other) {
    return new WebSettings(host, port, other, login, tls, readOnly);
  }
}
