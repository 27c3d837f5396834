package isr.web;

import isr.recorder.SourceStatus;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** How all sources are doing, of this process and of others. Thread-safe. */
public final class LiveStatus {
  private final Map<String, Path> directories;
  private final Supplier<List<SourceStatus>> own;
  private final InstantSource clock;
  private final long pid = ProcessHandle.current().pid();

  /**
   * Asks.
   *
   * @param directories the output directory of each source of this process, by its name
   * @param own how they are doing
   */
  public LiveStatus(
      Map<String, Path> directories, Supplier<List<SourceStatus>> own, InstantSource clock) {
    this.directories = Map.copyOf(directories);
    this.own = own;
    this.clock = clock;
  }

  /** Of a process that records nothing. */
  public static LiveStatus ofOthers(InstantSource clock) {
    return new LiveStatus(Map.of(), List::of, clock);
  }

  /** A message of {@code /api/live}, and the answer of {@code /api/status}. */
  record Status(
      String type, String time, boolean readOnly, double threshold, List<SourceView> sources) {}

  /** All sources: ours in their order, then those of others. */
  List<SourceView> sources(List<Root> roots) {
    List<SourceView> views = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<SourceStatus> ours = own.get();
    for (Root root : roots) {
      List<SourceView> inRoot = new ArrayList<>();
      for (SourceStatus source : ours) {
        Path directory = directories.get(source.name());
        if (directory != null && directory.toAbsolutePath().normalize().equals(root.directory())) {
          inRoot.add(SourceView.of(source, directory));
        }
      }
      StatusFiles files = new StatusFiles(root.directory(), pid);
      files.watch(clock.instant());
      inRoot.addAll(files.others(clock.instant()));
      for (SourceView view : inRoot) {
        if (seen.add(root.name() + "/" + view.name())) {
          views.add(view.in(root.name()));
        }
      }
    }
    return views;
  }
}
