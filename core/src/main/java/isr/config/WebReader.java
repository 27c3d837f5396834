package isr.config;

import isr.capture.Secret;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code [web]}. */
final class WebReader {
  private final Section web;
  private final Path base;

  WebReader(Section web, Path base) {
    this.web = web;
    this.base = base;
  }

  /** What it says, as far as it has no mistakes. */
  WebSettings read() {
    web.checkKeys(Keys.WEB, key -> "unknown key" + Section.nearestOf(key, Keys.WEB));
    WebSettings defaults = WebSettings.DEFAULT;
    return new WebSettings(
        host(),
        web.integer("port", 1, 65_535).orElse(defaults.port()),
        web.number("threshold", 0, 1).orElse(defaults.threshold()),
        login(),
        tls(),
        web.flag("read_only").orElse(defaults.readOnly()));
  }

  private String host() {
    String host = web.textOrNone("host").orElse(WebSettings.DEFAULT.host());
    boolean login =
        web.textOrNone("username").isPresent() || web.secret("password_hash").isPresent();
    if (!WebSettings.isLoopback(host) && !login) {
      web.refuse("host", "expected username and password_hash for any host but 127.0.0.1");
    }
    return host;
  }

  private Optional<WebSettings.Login> login() {
    Optional<String> username = web.textOrNone("username");
    Optional<Secret> hash = web.secret("password_hash");
    if (username.isPresent() != hash.isPresent()) {
      String there = username.isPresent() ? "username" : "password_hash";
      String missing = username.isPresent() ? "password_hash" : "username";
      web.missing(missing, "one, because " + there + " is set");
    }
    username
        .filter(name -> name.indexOf(':') >= 0)
        .ifPresent(name -> web.refuse("username", "expected one without a colon"));
    hash.ifPresent(this::checkHash);
    return username.flatMap(name -> hash.map(secret -> new WebSettings.Login(name, secret)));
  }

  private void checkHash(Secret hash) {
    try {
      PasswordHash.parse(hash.reveal());
    } catch (IllegalArgumentException e) {
      web.refuse("password_hash", String.valueOf(e.getMessage()));
    }
  }

  private Optional<WebSettings.Tls> tls() {
    boolean certificate = web.textOrNone("tls_certificate").isPresent();
    boolean key = web.textOrNone("tls_key").isPresent();
    if (certificate != key) {
      String there = certificate ? "tls_certificate" : "tls_key";
      web.missing(certificate ? "tls_key" : "tls_certificate", "one, because " + there + " is set");
    }
    Optional<Path> certificateFile = file("tls_certificate");
    Optional<Path> keyFile = file("tls_key");
    return certificateFile.flatMap(c -> keyFile.map(k -> new WebSettings.Tls(c, k)));
  }

  private Optional<Path> file(String key) {
    try {
      Optional<Path> file = web.textOrNone(key).map(base::resolve);
      file.filter(path -> !Files.isReadable(path))
          .ifPresent(path -> web.refuse(key, "there is no file that can be read"));
      return file;
    } catch (InvalidPathException e) {
      web.refuse(key, "not a path on this system");
      return Optional.empty();
    }
  }
}
