package isr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints which classes had tests skipped or aborted, how many and why, when all have run, and adds
 * the same to the file that the system property {@code isr.skippedTestsFile} names, for the end of
 * the build. Without any skip there is no such file.
 */
public final class SkippedTestsReport implements TestExecutionListener {
  /** Number of tests by "class: reason". */
  private final Map<String, Long> skipped = new TreeMap<>();

  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
    // Of a skipped class the leaves; a parameterised test in it is one, its cases are unknown.
    long tests =
        plan.getDescendants(identifier).stream()
            .filter(descendant -> plan.getChildren(descendant).isEmpty())
            .count();
    skipped.merge(className(identifier) + ": " + reason, Math.max(1, tests), Long::sum);
  }

  @Override
  public synchronized void executionFinished(
      TestIdentifier identifier, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      executionSkipped(
          identifier, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan testPlan) {
    List<String> lines =
        skipped.entrySet().stream()
            .map(entry -> "SKIPPED %d in %s".formatted(entry.getValue(), entry.getKey()))
            .toList();
    lines.forEach(System.out::println);
    skipped.clear();
    Optional.ofNullable(System.getProperty("isr.skippedTestsFile"))
        .map(Path::of)
        .ifPresent(file -> write(file, lines));
  }

  private static void write(Path file, List<String> lines) {
    try {
      if (!lines.isEmpty()) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String className(TestIdentifier identifier) {
    return identifier
        .getSource()
        .map(
            source -> {
              if (source instanceof MethodSource method) {
                return method.getClassName();
              }
              return source instanceof ClassSource type ? type.getClassName() : source.toString();
            })
        .orElseGet(identifier::getDisplayName);
  }
}
