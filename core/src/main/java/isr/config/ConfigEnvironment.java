package isr.config;

import java.time.ZoneId;
import java.util.Map;

/**
 * What a configuration means depends on, besides its own text.
 *
 * @param variables the environment variables, for {@code password_env}
 * @param zone the system's time zone, where {@code time_zone} is not set
 */
public record ConfigEnvironment(Map<String, String> variables, ZoneId zone) {
  /** Copies the map. */
  public ConfigEnvironment {
    variables = Map.copyOf(variables);
  }

  /** Names the zone and no variable: they may hold passwords. */
  @Override
  public String toString() {
    return "ConfigEnvironment[" + variables.size() + " variables, " + zone + "]";
  }
}
