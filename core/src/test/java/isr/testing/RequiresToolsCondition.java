package isr.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides on {@link RequiresTools}. */
final class RequiresToolsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), RequiresTools.class)
        .flatMap(required -> Tools.missing(required.value()))
        .map(reason -> decide(reason, Tools.areRequired()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("all tools are there"));
  }

  static ConditionEvaluationResult decide(String reason, boolean required) {
    if (required) {
      throw new IllegalStateException(reason + ", and " + Tools.REQUIRE_VARIABLE + " is 1");
    }
    return ConditionEvaluationResult.disabled(reason);
  }
}
