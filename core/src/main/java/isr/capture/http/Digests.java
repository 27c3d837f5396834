package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What servers have asked for in digest authentication, by URL; for the life of the process, so
 * that a reconnect costs no extra request and the password goes out in clear no more.
 */
@ThreadSafe
final class Digests {
  /** As many are remembered; of more the oldest is asked anew. */
  private static final int LIMIT = 1000;

  /** Basic, then digest, then digest with a fresh nonce. */
  private static final int MAX_REQUESTS = 3;

  private static final int CNONCE_BYTES = 16;

  @GuardedBy("this")
  private final Map<URI, Nonce> nonces = new LinkedHashMap<>();

  @GuardedBy("this")
  private final SecureRandom random = new SecureRandom();

  /** A challenge, and how often it was answered. */
  private static final class Nonce {
    private final DigestChallenge challenge;
    private int count;

    Nonce(DigestChallenge challenge) {
      this.challenge = challenge;
    }
  }

  /** The requests of one attempt to log in; one thread. */
  final class Login {
    private final URI url;
    private final Credentials credentials;
    private int requests;
    private @Nullable DigestChallenge answered;
    private boolean fresh;

    private Login(URI url, Credentials credentials) {
      this.url = url;
      this.credentials = credentials;
    }

    /** The {@code Authorization} of the next request: digest where it was asked for, else basic. */
    String authorization() {
      requests++;
      synchronized (Digests.this) {
        Nonce known = nonces.get(url);
        answered = known == null ? null : known.challenge;
        return known == null
            ? credentials.basic()
            : known.challenge.authorization(credentials, target(url), ++known.count, cnonce());
      }
    }

    /** Whether another request makes sense after this answer. */
    boolean tryAgain(ResponseHead head) {
      if (head.status() != 401) {
        return false;
      }
      Optional<DigestChallenge> asked = DigestChallenge.strongest(Challenge.of(head));
      boolean again =
          requests < MAX_REQUESTS && (asked.isPresent() ? isNews(asked.get()) : isRemembered());
      remember(url, asked);
      fresh = true;
      return again;
    }

    /** Digest was not sent, or with a nonce that is no longer good. */
    private boolean isNews(DigestChallenge asked) {
      return answered == null || asked.stale() || !fresh;
    }

    /** Digest was sent because the server had asked for it some time, which it does no more. */
    private boolean isRemembered() {
      return answered != null && !fresh;
    }
  }

  /** Begins to log in. */
  Login login(URI url, Credentials credentials) {
    return new Login(url, credentials);
  }

  private synchronized void remember(URI url, Optional<DigestChallenge> asked) {
    nonces.remove(url);
    if (asked.isPresent()) {
      if (nonces.size() >= LIMIT) {
        nonces.remove(nonces.keySet().iterator().next());
      }
      nonces.put(url, new Nonce(asked.get()));
    }
  }

  @GuardedBy("this")
  private String cnonce() {
    byte[] bytes = new byte[CNONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Path and query, as both transports send them. */
  private static String target(URI url) {
    return url.getRawQuery() == null
        ? url.getRawPath()
        : url.getRawPath() + "?" + url.getRawQuery();
  }
}
