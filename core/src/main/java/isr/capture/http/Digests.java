package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What servers have asked for in digest authentication, by URL; for the life of the process, so
 * that a reconnect costs no extra request.
 *
 * <p>A login that was once asked for in digest is never sent in clear to that scheme, host and port
 * again: whatever a server, or somebody who speaks for it, says later. What TLS hides is not in
 * clear.
 */
@ThreadSafe
final class Digests {
  /** As many are remembered; of more the oldest is asked anew. */
  private static final int LIMIT = 1000;

  /** Basic or digest or nothing, then digest, then digest with a fresh nonce. */
  private static final int MAX_REQUESTS = 3;

  private static final int CNONCE_BYTES = 16;

  @GuardedBy("this")
  private final Map<URI, Nonce> nonces = new LinkedHashMap<>();

  /** The logins that are not sent in clear; as many as there are in the configuration. */
  @GuardedBy("this")
  private final Set<Place> guarded = new HashSet<>();

  @GuardedBy("this")
  private final SecureRandom random = new SecureRandom();

  /** Who logs in at an origin. */
  private record Place(String origin, Credentials credentials) {}

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
    private final Place place;
    private int requests;
    private @Nullable DigestChallenge answered;
    private boolean fresh;

    private Login(URI url, Credentials credentials) {
      this.url = url;
      this.credentials = credentials;
      this.place = new Place(Urls.origin(url), credentials);
    }

    /**
     * The {@code Authorization} of the next request: digest where it was asked for, else basic;
     * none where basic would be in clear and digest was asked for before.
     */
    Optional<String> authorization() {
      requests++;
      synchronized (Digests.this) {
        Nonce known = nonces.get(url);
        answered = known == null ? null : known.challenge;
        if (known != null) {
          return Optional.of(
              known.challenge.authorization(credentials, target(url), ++known.count, cnonce()));
        }
        boolean inClear = guarded.contains(place) && !Urls.isHttps(url);
        return inClear ? Optional.empty() : Optional.of(credentials.basic());
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
      asked.ifPresent(challenge -> guard(place));
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

  private synchronized void guard(Place place) {
    guarded.add(place);
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
