package isr.config;

import isr.capture.Secret;
import isr.capture.SourceSpec;
import isr.capture.http.StreamSpec;
import isr.format.MediaFormats;
import isr.recorder.Chains;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a source of type {@code stream}. */
final class StreamReader {
  private static final int MAX_PORT = 65_535;

  private final Section section;
  private final Passwords passwords;

  StreamReader(Section section, Path base, ConfigEnvironment environment) {
    this.section = section;
    this.passwords = new Passwords(section, base, environment);
  }

  /** The stream; empty when a mistake was told. */
  Optional<SourceSpec> read() {
    String username = section.textOrNone("username").orElse("");
    Optional<Secret> password = passwords.read();
    if (username.isEmpty() && password.isPresent()) {
      section.missing("username", "a user name, because there is a password");
    }
    String format = format();
    Optional<String> url = section.text("url");
    if (!section.has("url")) {
      section.missing("url", "a URL such as \"http://icecast.example.com:8000/live\"");
    }
    return url.flatMap(text -> spec(text, username, password.orElse(Secret.of("")), format));
  }

  /** The stream of a bare URL; throws IllegalArgumentException when it is none. */
  static StreamSpec spec(String url) {
    StreamSpec spec = StreamSpec.of(url);
    checkPort(spec.url());
    return spec;
  }

  /** What a new link of a chained Ogg stream means. */
  Chains chains() {
    Optional<String> chains = section.choice("chains", List.of("keep", "split"));
    return chains.filter("split"::equals).isPresent() ? Chains.SPLIT : Chains.KEEP;
  }

  /** Whether titles are written as cue sheets. */
  boolean cue() {
    return section.flag("cue").orElse(false);
  }

  private String format() {
    String format = section.choice("format", MediaFormats.streamNames()).orElse(StreamSpec.AUTO);
    if (!MediaFormats.isStreamed(format)) {
      section.refuse("format", Found.quoted(format) + " streams are not available yet");
    }
    return format;
  }

  private Optional<SourceSpec> spec(String url, String username, Secret password, String format) {
    try {
      StreamSpec spec = StreamSpec.of(url, username, password, format);
      checkPort(spec.url());
      warnOfPassword(url);
      return Optional.of(spec);
    } catch (IllegalArgumentException e) {
      tell(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void checkPort(URI url) {
    if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
      throw new IllegalArgumentException(
          "url: expected a port from 1 to " + MAX_PORT + ", found " + url.getPort());
    }
  }

  /** Messages of the spec begin with the key, which is told with its position here. */
  private void tell(String message) {
    boolean ofUsername = message.startsWith("username: ") && section.has("username");
    section.refuse(ofUsername ? "username" : "url", message.substring(message.indexOf(": ") + 2));
  }

  private void warnOfPassword(String url) {
    boolean literal = URI.create(url.strip()).getRawAuthority().indexOf('@') >= 0;
    if (literal && section.textOrNone("username").isPresent()) {
      section.warn("url", "the user name in the URL is not used, username is set");
    } else if (literal && Permissions.othersMayRead(section.file())) {
      section.warn("url", Permissions.warning(section.file()));
    }
  }
}
