package isr.config;

import isr.segment.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/**
 * Reads a configuration file.
 *
 * <p>Relative paths in it, {@code output_directory} for one, are taken from the directory that the
 * file is in, so that they mean the same by hand and under systemd.
 */
public final class ConfigFile {
  /** The longest file that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  /**
   * Reads a file, and the password files that it names.
   *
   * @param file as the user named it; so it is printed
   * @return the configuration, or all mistakes; that the file can not be read is one
   */
  public static ConfigResult read(Path file, ConfigEnvironment environment) {
    Problems problems = new Problems(file);
    try {
      return parse(ConfigText.decode(bytes(file), problems), environment, problems);
    } catch (IOException e) {
      problems.add(null, List.of(), "can not be read: " + FileTrouble.bare(e));
      return new ConfigResult.Invalid(problems.problems(), problems.warnings());
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param file where the text is from
   */
  public static ConfigResult parse(Path file, String text, ConfigEnvironment environment) {
    return parse(text, environment, new Problems(file));
  }

  private static ConfigResult parse(String text, ConfigEnvironment environment, Problems problems) {
    TomlParseResult toml = Toml.parse(text, TomlVersion.V1_0_0);
    SyntaxErrors.tell(toml, text, problems);
    Path base = Objects.requireNonNull(problems.file().toAbsolutePath().getParent());
    RecorderConfig config = new ConfigReader(toml, base, environment, problems).read();
    return problems.isEmpty()
        ? new ConfigResult.Valid(config, problems.warnings())
        : new ConfigResult.Invalid(problems.problems(), problems.warnings());
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is longer than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }
}
