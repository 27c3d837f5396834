package isr.systemd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNotifierTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "vsock:2:1234", "relative", "/", "/nowhere/notify"})
  void nothingIsThrownWhereNobodyListens(String socket) {
    ServiceNotifier notifier =
        ServiceNotifier.of(
            Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "nonsense"), 1, () -> 0);
    assertThatCode(
            () -> {
              notifier.ready();
              notifier.alive();
              notifier.stopping();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aNameThatDoesNotFitIsNoSocket() {
    assertThatThrownBy(() -> new NotifySocket("/" + "x".repeat(107)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> new NotifySocket("/" + "x".repeat(106))).doesNotThrowAnyException();
  }
}
