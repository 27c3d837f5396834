package isr.config;

import java.util.Set;

/** Checks {@code [web]}, which nothing in this version uses. */
final class WebReader {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  private final Section web;

  WebReader(Section web) {
    this.web = web;
  }

  /** Tells every mistake, and that there is no web interface. */
  void check() {
    web.checkKeys(Keys.WEB, key -> "unknown key" + Section.nearestOf(key, Keys.WEB));
    var unusedPort = web.integer("port", 1, 65_535);
    var unusedThreshold = web.number("threshold", 0, 1);
    var unusedReadOnly = web.flag("read_only");
    checkLogin();
    checkTls();
    web.warnSection("the web interface is not part of this version; this section does nothing");
  }

  private void checkLogin() {
    boolean username = web.textOrNone("username").isPresent();
    boolean password = web.secret("password_hash").isPresent();
    if (username != password) {
      String there = username ? "username" : "password_hash";
      web.missing(username ? "password_hash" : "username", "one, because " + there + " is set");
    }
    String host = web.text("host").orElse("127.0.0.1");
    if (!LOOPBACK.contains(host) && !username && !password) {
      web.refuse("host", "expected username and password_hash for any host but 127.0.0.1");
    }
  }

  private void checkTls() {
    boolean certificate = web.textOrNone("tls_certificate").isPresent();
    boolean key = web.textOrNone("tls_key").isPresent();
    if (certificate != key) {
      String there = certificate ? "tls_certificate" : "tls_key";
      web.missing(certificate ? "tls_key" : "tls_certificate", "one, because " + there + " is set");
    }
  }
}
