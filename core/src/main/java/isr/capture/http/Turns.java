package isr.capture.http;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which entry of each playlist is to be tried next; for the life of the process. */
@ThreadSafe
final class Turns {
  /** As many playlists are remembered; of more the oldest begins at its first entry again. */
  private static final int LIMIT = 1000;

  @GuardedBy("this")
  private final Map<URI, Integer> turns = new LinkedHashMap<>();

  /** The entry whose turn it is, counted from 0. */
  synchronized int of(URI playlist) {
    return turns.getOrDefault(playlist, 0);
  }

  synchronized void set(URI playlist, int turn) {
    if (turns.size() >= LIMIT && !turns.containsKey(playlist)) {
      turns.remove(turns.keySet().iterator().next());
    }
    turns.put(playlist, turn);
  }
}
