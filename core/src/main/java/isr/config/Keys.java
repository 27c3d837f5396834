package isr.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All keys that a configuration may have, by section; readers ask for no other. */
final class Keys {
  /** Sections of the file. */
  static final List<String> SECTIONS = List.of("general", "sources", "web");

  /** Of {@code [general]}, and of every source. */
  static final List<String> GENERAL =
      List.of(
          "output_directory",
          "filename_pattern",
          "split_minutes",
          "time_zone",
          "max_retries",
          "retry_delay_seconds",
          "stall_seconds",
          "sync_seconds",
          "log_level",
          "log_file",
          "log_file_max_mb",
          "log_file_count");

  static final List<String> STREAM =
      List.of(
          "url",
          "username",
          "password",
          "password_file",
          "password_env",
          "format",
          "chains",
          "cue");

  static final List<String> SOUNDCARD =
      List.of(
          "device",
          "backend",
          "sample_rate",
          "channels",
          "format",
          "compression",
          "bits",
          "fill_gaps",
          "routes");

  static final List<String> TONE =
      List.of(
          "sample_rate", "channels", "format", "compression", "bits", "frequency_hz", "level_dbfs");

  static final List<String> WEB =
      List.of(
          "host",
          "port",
          "threshold",
          "username",
          "password_hash",
          "tls_certificate",
          "tls_key",
          "read_only");

  /** The keys of a source of each type, without those of every source. */
  static final Map<String, List<String>> TYPES =
      Map.of("stream", STREAM, "soundcard", SOUNDCARD, "tone", TONE);

  private Keys() {}

  /** All keys of a source of that type; of all types, where it is none. */
  static List<String> ofSource(String type) {
    List<String> own =
        TYPES.getOrDefault(type, TYPES.values().stream().flatMap(List::stream).toList());
    return Stream.of(List.of("type"), own, GENERAL).flatMap(List::stream).distinct().toList();
  }
}
