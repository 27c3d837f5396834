package isr.config;

import isr.capture.Secret;
import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds a password where the configuration says it is: in the file itself, in a file of its own, or
 * in the environment. No message repeats what these keys hold: people paste the password itself.
 */
final class Passwords {
  /** The longest first line of a password file, in bytes. */
  static final int MAX_BYTES = 4096;

  private static final List<String> KEYS = List.of("password", "password_file", "password_env");

  private final Section section;
  private final Path base;
  private final ConfigEnvironment environment;

  Passwords(Section section, Path base, ConfigEnvironment environment) {
    this.section = section;
    this.base = base;
    this.environment = environment;
  }

  /** The password; empty when none is set, or when it can not be had, which is told. */
  Optional<Secret> read() {
    tellTwice();
    Optional<Secret> file = section.secret("password_file");
    Optional<Secret> variable = section.secret("password_env");
    return literal()
        .or(() -> file.flatMap(name -> ofFile(name.reveal())))
        .or(() -> variable.flatMap(name -> ofVariable(name.reveal())));
  }

  private void tellTwice() {
    List<String> set = KEYS.stream().filter(this::isSet).toList();
    for (String key : set.subList(Math.min(1, set.size()), set.size())) {
      section.refuseKey(
          key, set.get(0) + " is set as well; expected only one of " + String.join(", ", KEYS));
    }
  }

  private boolean isSet(String key) {
    return section.has(key) && !section.isEmptyText(key);
  }

  private Optional<Secret> literal() {
    Optional<Secret> password = section.secret("password");
    if (password.isPresent() && Permissions.othersMayRead(section.file())) {
      section.warn("password", Permissions.warning(section.file()));
    }
    return password;
  }

  private Optional<Secret> ofVariable(String name) {
    String value = environment.variables().get(name);
    if (value == null || value.isEmpty()) {
      String problem = value == null ? "is not set" : "is empty";
      section.refuse("password_env", "the environment variable of this name " + problem);
      return Optional.empty();
    }
    return Optional.of(Secret.of(value));
  }

  private Optional<Secret> ofFile(String name) {
    try {
      Path file = base.resolve(name);
      String line = firstLine(file);
      if (Permissions.othersMayRead(file)) {
        section.warn("password_file", Permissions.warning(file));
      }
      return Optional.of(Secret.of(line));
    } catch (IOException e) {
      section.refuse("password_file", "can not be read: " + FileTrouble.bare(e));
    } catch (InvalidPathException e) {
      section.refuse("password_file", "not a path on this system");
    }
    return Optional.empty();
  }

  /** The first line without its end; spaces belong to the password. */
  private static String firstLine(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("not a regular file");
    }
    byte[] bytes = start(file);
    int length = 0;
    while (length < bytes.length && bytes[length] != '\n' && bytes[length] != '\r') {
      length++;
    }
    if (length == 0 || length > MAX_BYTES) {
      throw new IOException(
          length == 0
              ? "its first line is empty"
              : "its first line is longer than " + MAX_BYTES + " bytes");
    }
    return decode(bytes, length);
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private static String decode(byte[] bytes, int length) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException("its first line is not UTF-8", e);
    }
  }
}
