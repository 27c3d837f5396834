package isr.config;

import isr.capture.http.StreamSpec;
import isr.format.PcmStorage;
import isr.recorder.Chains;
import isr.recorder.SourceSettings;
import isr.segment.FilenamePattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes sources of bare URLs. */
final class UrlSources {
  /** Leaves room for a number within {@link FilenamePattern#MAX_NAME_LENGTH}. */
  private static final int MAX_NAME_LENGTH = 56;

  private UrlSources() {}

  static List<SourceConfig> of(List<String> urls, Path directory, ZoneId zone) {
    RecordingSettings recording =
        RecordingSettings.defaults(directory, zone)
            .named(new FilenamePattern("%{source}_%Y%m%d_%H%M%S"));
    Set<String> names = new HashSet<>();
    List<SourceConfig> sources = new ArrayList<>();
    for (String url : urls) {
      StreamSpec spec = StreamReader.spec(url);
      String name = unique(name(spec.url()), names);
      SourceSettings settings = recording.of(name, spec, false, Chains.KEEP, PcmStorage.WAV);
      sources.add(new SourceConfig(settings, LogSettings.DEFAULT));
    }
    return sources;
  }

  /** Host, port where it is said, and path: {@code icecast.example.com_8000_live}. */
  static String name(URI url) {
    String path = url.getPath().replaceFirst("(?i)\\.(mp3|aac|ogg|opus|flac|m3u8?|pls)$", "");
    String name =
        (url.getRawAuthority() + "_" + path)
            .replaceAll("[^A-Za-z0-9.-]+", "_")
            .replaceAll("^[^A-Za-z0-9]+", "");
    String cut = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    return cut.replaceAll("[._-]+$", "");
  }

  private static String unique(String name, Set<String> names) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
