package isr.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import isr.audio.MonotonicClock;
import isr.config.PasswordHash;
import isr.config.WebSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who knows user name and password (RFC 7617). Hashing a password is slow on purpose, so
 * one is hashed at a time, and what was right once is known again by a keyed digest that only this
 * process can make.
 */
final class LoginCheck implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LoginCheck.class);
  private static final String BASIC = "Basic ";
  private static final int MAX_CHARS = 4096;

  private final HttpHandler next;
  private final byte[] username;
  private final PasswordHash hash;
  private final LoginLimit limit = new LoginLimit(MonotonicClock.system());
  private final Semaphore hashing = new Semaphore(1);
  private final SecretKeySpec key;
  private volatile byte @Nullable [] known;

  LoginCheck(WebSettings.Login login, HttpHandler next) {
    this.next = next;
    this.username = login.username().getBytes(StandardCharsets.UTF_8);
    this.hash = PasswordHash.parse(login.passwordHash().reveal());
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String given = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (given == null) {
      throw unauthorized();
    }
    byte[] digest = digest(given);
    byte[] before = known;
    if (before == null || !MessageDigest.isEqual(before, digest)) {
      check(given, exchange.getSourceAddress().getAddress().getHostAddress());
      known = digest;
    }
    next.handleRequest(exchange);
  }

  private void check(String given, String address) throws InterruptedException {
    Duration wait = limit.left(address);
    if (!wait.isZero()) {
      throw tooMany(wait.toSeconds() + 1);
    }
    if (!hashing.tryAcquire()) {
      throw tooMany(1);
    }
    try {
      if (!isRight(given)) {
        limit.failed(address);
        LOG.warn("web: a wrong user name or password from {}", address);
        throw unauthorized();
      }
      limit.succeeded(address);
    } finally {
      hashing.release();
    }
  }

  private boolean isRight(String given) {
    if (given.length() > MAX_CHARS || !given.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(given.substring(BASIC.length()).strip());
      pair = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = pair.indexOf(':');
    if (colon < 0 || pair.length() - colon - 1 > PasswordHash.MAX_PASSWORD_CHARS) {
      return false;
    }
    byte[] name = pair.substring(0, colon).getBytes(StandardCharsets.UTF_8);
    char[] password = pair.substring(colon + 1).toCharArray();
    boolean right = hash.matches(password); // also for a wrong name: it takes as long
    Arrays.fill(password, ' ');
    return MessageDigest.isEqual(name, username) && right;
  }

  private byte[] digest(String given) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(given.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static Problem unauthorized() {
    return new Problem(
        401,
        "Not logged in",
        "This needs the user name and the password.",
        Map.of("WWW-Authenticate", "Basic realm=\"isr\", charset=\"UTF-8\""));
  }

  private static Problem tooMany(long seconds) {
    return new Problem(
        429,
        "Too many tries",
        "Wait " + seconds + " s before the next try.",
        Map.of("Retry-After", Long.toString(seconds)));
  }
}
