package isr.web;

import isr.recorder.SourceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How all sources are doing, of this process and of others. Thread-safe. */
public final class LiveStatus {
  /** A recorder looks once a second whether somebody wants to know. */
  private static final Duration FIRST_WORD = Duration.ofMillis(2500);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(LiveStatus.class);

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
      String type,
      String time,
      String zone,
      boolean readOnly,
      double threshold,
      List<SourceView> sources) {}

  /**
   * All sources: ours in their order, then those of others. Where nobody has asked for a while,
   * others are waited for, a few seconds at most.
   */
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
      inRoot.addAll(others(root, ours));
      for (SourceView view : inRoot) {
        if (seen.add(root.name() + "/" + view.name())) {
          views.add(view.in(root.name()));
        }
      }
    }
    return views;
  }

  private List<SourceView> others(Root root, List<SourceStatus> ours) {
    StatusFiles files = new StatusFiles(root.directory(), pid);
    boolean news = files.watch(clock.instant());
    List<SourceView> others = files.others(clock.instant());
    if (!news || !others.isEmpty() || !hasOthers(root, ours)) {
      return others;
    }
    long waited = 0;
    while (others.isEmpty() && waited < FIRST_WORD.toNanos()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      waited += LOOK_EVERY.toNanos();
      others = files.others(clock.instant());
    }
    return others;
  }

  /** Whether another process records into the directory. */
  private static boolean hasOthers(Root root, List<SourceStatus> ours) {
    Set<String> own = ours.stream().map(SourceStatus::name).collect(Collectors.toSet());
    try {
      return root.library().catalogue().sources().stream()
          .anyMatch(source -> !own.contains(source) && root.library().isRecorded(source));
    } catch (IOException e) {
      LOG.debug("{}: {}", root.directory(), e.toString());
      return false;
    }
  }
}
