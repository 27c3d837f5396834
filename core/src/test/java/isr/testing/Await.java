package isr.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits until something holds, looking often, and fails with a reason when it takes too long. */
public final class Await {
  private static final long LOOK_EVERY_MILLIS = 20;

  private Await() {}

  /** Waits until the condition holds; the words complete "waited 5 s for …". */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    value(what, limit, () -> check(condition) ? Optional.of(true) : Optional.empty(), () -> "");
  }

  /** Waits until there is a value, and returns it. */
  public static <T> T value(
      String what, Duration limit, Supplier<Optional<T>> source, Supplier<String> evidence) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited %s for %s in vain. %s".formatted(limit, what, evidence.get()));
      }
      pause(LOOK_EVERY_MILLIS);
    }
  }

  /** Lets time pass that the scenario itself consists of, such as the length of an outage. */
  public static void pass(Duration time) {
    pause(time.toMillis());
  }

  private static boolean check(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
