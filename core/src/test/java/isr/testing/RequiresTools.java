package isr.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Programs without which the test, or the whole class, is skipped with a reason that names them;
 * with {@code ISR_REQUIRE_TOOLS=1} it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresToolsCondition.class)
public @interface RequiresTools {
  /** Names of programs, as on the command line. */
  String[] value();
}
