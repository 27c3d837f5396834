package isr.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * What threads of this process are waiting for, as the system tells it: a processor, or something
 * else such as a disk. Only Linux does; see proc(5), {@code /proc/PID/task/TID/stat}.
 */
final class ThreadStates {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** Running, or ready to run. */
  private static final char RUNNING = 'R';

  private ThreadStates() {}

  /**
   * Of the threads whose name begins so, the share that waits for something other than a processor,
   * at this moment; 0 to 1.
   *
   * @param prefix at most 15 characters, which is all that the system keeps of a name
   * @return empty when there is none, or nobody knows
   */
  static OptionalDouble shareWaiting(String prefix) {
    int threads = 0;
    int waiting = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        String stat = statOf(task);
        if (stat.startsWith(prefix, stat.indexOf('(') + 1)) {
          threads++;
          waiting += stateIn(stat) == RUNNING ? 0 : 1;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return OptionalDouble.empty();
    }
    return threads == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) waiting / threads);
  }

  /** Empty for a thread that has ended meanwhile. */
  private static String statOf(Path task) {
    try {
      return Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** {@code TID (NAME) STATE …}; a name may hold parentheses and blanks. */
  private static char stateIn(String stat) {
    int at = stat.lastIndexOf(')') + 2;
    return at < stat.length() ? stat.charAt(at) : '?';
  }
}
