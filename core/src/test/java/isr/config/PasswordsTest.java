package isr.config;

import static isr.config.Printed.config;
import static isr.config.Printed.problems;
import static isr.config.Printed.read;
import static isr.config.Printed.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import isr.capture.Secret;
import isr.capture.http.Credentials;
import isr.capture.http.StreamSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final String STREAM =
      "[sources.a]\ntype = \"stream\"\nurl = \"http://127.0.0.1/\"\nusername = \"me\"\n";

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("recorder.toml");
  }

  @Test
  void aPasswordComesFromTheEnvironment() {
    assertThat(credentials(read(STREAM + "password_env = \"ISR_PASSWORD\"")))
        .contains(new Credentials("me", Secret.of("hunter2")));
  }

  @ParameterizedTest
  @CsvSource({"MISSING, is not set", "EMPTY, is empty", "hunter2, is not set"})
  void aVariableThatIsNotSetIsToldWithoutItsName(String name, String problem) {
    assertThat(problems(STREAM + "password_env = \"" + name + "\""))
        .containsExactly(
            "recorder.toml:5:16: sources.a.password_env: the environment variable of this name "
                + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hunter2             |hunter2",
        "hunter2\\n          |hunter2",
        "hunter2\\r\\nmore   |hunter2",
        "` hunter2 \\n`      |` hunter2 `",
        "hünter2\\n          |hünter2",
      })
  void aPasswordIsTheFirstLineOfItsFile(String content, String password) throws IOException {
    write("secret", content.replace("\\n", "\n").replace("\\r", "\r"), "rw-------");
    ConfigResult result = parse("password_file = \"secret\"");
    assertThat(credentials(result)).contains(new Credentials("me", Secret.of(password)));
    assertThat(warnings(result)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing  | no such file",
        ".        | not a regular file",
        "empty    | its first line is empty",
        "long     | its first line is longer than 4096 bytes",
        "latin1   | its first line is not UTF-8",
        "nothing/x| no such file",
      })
  void aPasswordFileThatCanNotBeReadIsTold(String name, String reason) throws IOException {
    write("empty", "\nhunter2", "rw-------");
    write("long", "hunter2".repeat(600), "rw-------");
    Files.write(directory.resolve("latin1"), "h\u00fcnter2".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problems(parse("password_file = \"" + name + "\"")))
        .containsExactly(file + ":5:17: sources.a.password_file: can not be read: " + reason);
  }

  @Test
  void onlyOnePlaceForAPasswordIsAllowed() throws IOException {
    write("secret", "hunter2", "rw-------");
    assertThat(
            problems(
                parse(
                    "password = \"hunter2\"\n"
                        + "password_file = \"secret\"\npassword_env = \"ISR_PASSWORD\"")))
        .containsExactly(
            file
                + ":6:1: sources.a.password_file: password is set as well; expected only one of"
                + " password, password_file, password_env",
            file
                + ":7:1: sources.a.password_env: password is set as well; expected only one of"
                + " password, password_file, password_env");
  }

  @Test
  void aPasswordNeedsAUserName() {
    assertThat(problems(STREAM.replace("\"me\"", "\"\"") + "password = \"hunter2\""))
        .containsExactly(
            "recorder.toml:1:1: sources.a.username: missing; expected a user name, because there"
                + " is a password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = 2",
        "password = [\"hunter2\"]",
        "password_file = \"hunter2\"",
        "password_file = {hunter2 = 1}",
        "password_file = \"hunter2\\u0000\"",
        "password_env = \"hunter2\"",
        "password_env = [\"hunter2\"]",
        "passwort = \"hunter2\"",
        "cue = 1\npassword = \"hunter2\"",
        "cue = 1\npassword_env = \"ISR_PASSWORD\"",
      })
  void noMessageRepeatsAPassword(String lines) {
    ConfigResult result = parse(lines);
    assertThat(problems(result)).isNotEmpty();
    assertThat(result.toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:hunter2@127.0.0.1:99999/",
        "http://me:hunter2@127.0.0.1/a b",
        "http://me:hunter2@/",
        "ftp://me:hunter2@127.0.0.1/",
        "me:hunter2@127.0.0.1",
        "http://me:hun%ter2hunter2@127.0.0.1/",
        "http://a%3Ab:hunter2@127.0.0.1/",
      })
  void noMessageRepeatsThePasswordOfAUrl(String url) {
    ConfigResult result = read("[sources.a]", "type = \"stream\"", "url = \"" + url + "\"");
    assertThat(problems(result))
        .singleElement()
        .asString()
        .startsWith("recorder.toml:3:7: sources.a.url: ");
    assertThat(result.toString()).doesNotContain("hunter2");
  }

  @Test
  void aLoginInTheUrlIsUsedAndNotShown() {
    ConfigResult result =
        read("[sources.a]", "type = \"stream\"", "url = \"http://me:hunter2@127.0.0.1/\"");
    assertThat(credentials(result)).contains(new Credentials("me", Secret.of("hunter2")));
    assertThat(result.toString()).doesNotContain("hunter2").doesNotContain("me:");
  }

  @Test
  void aUserNameInTheUrlBesideAnotherIsWarnedOf() {
    ConfigResult result = read(STREAM.replace("//", "//you:hunter2@"));
    assertThat(warnings(result))
        .containsExactly(
            "recorder.toml:3:7: sources.a.url: warning: the user name in the URL is not used,"
                + " username is set");
  }

  @Test
  void aPasswordThatEveryUserOfTheMachineCanReadIsWarnedOf() throws IOException {
    write("secret", "hunter2", "rw-r--r--");
    write("recorder.toml", STREAM + "password = \"hunter2\"", "rw-r--r--");
    String warning = "warning: every user of this machine can read this password; chmod o-r ";
    assertThat(warnings(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(file + ":5:12: sources.a.password: " + warning + file);
    write("recorder.toml", STREAM.replace("//", "//a:b@").replace("\"me\"", "\"\""), "rw-r--r--");
    assertThat(warnings(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(file + ":3:7: sources.a.url: " + warning + file);
    write("recorder.toml", STREAM + "password_file = \"secret\"", "rw-r--r--");
    assertThat(warnings(ConfigFile.read(file, Printed.ENVIRONMENT)))
        .containsExactly(
            file + ":5:17: sources.a.password_file: " + warning + directory.resolve("secret"));
  }

  @Test
  void aPasswordThatOnlyOwnerAndGroupCanReadIsNotWarnedOf() throws IOException {
    write("recorder.toml", STREAM + "password = \"hunter2\"", "rw-r-----");
    ConfigResult result = ConfigFile.read(file, Printed.ENVIRONMENT);
    assertThat(warnings(result)).isEmpty();
    assertThat(credentials(result)).isPresent();
  }

  @Test
  void anEnvironmentDoesNotPrintItsVariables() {
    assertThat(Printed.ENVIRONMENT).hasToString("ConfigEnvironment[2 variables, UTC]");
  }

  private ConfigResult parse(String lines) {
    return ConfigFile.parse(file, STREAM + lines, Printed.ENVIRONMENT);
  }

  private void write(String name, String text, String permissions) throws IOException {
    Path written = Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));
  }

  private static Optional<Credentials> credentials(ConfigResult result) {
    return ((StreamSpec) config(result).sources().get(0).settings().spec()).credentials();
  }
}
