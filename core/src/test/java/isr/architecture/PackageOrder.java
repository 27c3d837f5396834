package isr.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Packages in rows, lowest first, where a class uses only its own row and those before it.
 *
 * @param rows ArchUnit's package patterns; a package belongs to the first that matches
 */
record PackageOrder(List<String> rows) {
  PackageOrder(String... rows) {
    this(List.of(rows));
  }

  /** Is violated by each class of a package without a row. */
  ArchCondition<JavaClass> haveARow() {
    return ArchCondition.from(
        DescribedPredicate.describe(
            "have a row", type -> rowOf(type.getPackageName()).isPresent()));
  }

  /** Is violated by each use of a class in a later row. */
  ArchCondition<JavaClass> onlyUseEarlierRows() {
    return new ArchCondition<>("only use packages listed no later than their own") {
      @Override
      public void check(JavaClass user, ConditionEvents events) {
        user.getDirectDependenciesFromSelf().stream()
            .filter(PackageOrder.this::pointsUp)
            .map(use -> SimpleConditionEvent.violated(use, use.getDescription()))
            .forEach(events::add);
      }
    };
  }

  private boolean pointsUp(Dependency use) {
    OptionalInt user = rowOf(use.getOriginClass().getPackageName());
    OptionalInt used = rowOf(use.getTargetClass().getBaseComponentType().getPackageName());
    return user.isPresent() && used.isPresent() && used.getAsInt() > user.getAsInt();
  }

  private OptionalInt rowOf(String name) {
    return IntStream.range(0, rows.size())
        .filter(row -> PackageMatcher.of(rows.get(row)).matches(name))
        .findFirst();
  }
}
