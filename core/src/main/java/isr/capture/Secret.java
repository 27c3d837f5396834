package isr.capture;

import java.util.Objects;

/** A password that never prints itself; it is read only where it is sent. */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** Wraps a password; the empty one is a password like any other. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The password itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Always the same text, whatever the password. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
