package isr.cli;

import isr.config.WebSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the commands that show recordings; they win over the configuration. */
final class WebOptions {
  @Option(names = "--host", paramLabel = "H", description = "Listen on this address.")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "N", description = "Listen on this port; 0: any.")
  private @Nullable Integer port;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description = "Loudness from which a section counts as loud, 0 to 1.")
  private @Nullable Double threshold;

  @Option(
      names = "--insecure",
      description = "Listen on other addresses than 127.0.0.1 without a password.")
  private boolean insecure;

  /**
   * The settings with these options.
   *
   * @throws ParameterException when one is out of its range, or anybody could get in
   */
  WebSettings apply(WebSettings configured, CommandLine command) {
    WebSettings settings = configured;
    if (host != null) {
      settings = settings.onHost(host);
    }
    if (port != null) {
      settings = settings.onPort(inRange("--port", port, 0, 65_535, command).intValue());
    }
    if (threshold != null) {
      settings = settings.withThreshold(inRange("--threshold", threshold, 0, 1, command));
    }
    if (!settings.isLoopback() && settings.login().isEmpty()) {
      warnOrRefuse(settings.host(), command);
    } else if (!settings.isLoopback() && settings.tls().isEmpty()) {
      command
          .getErr()
          .println(
              "isr: warning: without tls_certificate and tls_key the password can be read on"
                  + " the network");
    }
    return settings;
  }

  private void warnOrRefuse(String listened, CommandLine command) {
    if (!insecure) {
      throw new ParameterException(
          command,
          "Listening on "
              + listened
              + " needs username and password_hash in [web] (isr web password), or --insecure");
    }
    command
        .getErr()
        .println(
            "isr: warning: --insecure: whoever can reach "
                + listened
                + " can hear, download and delete all recordings, without a password");
  }

  private static Double inRange(
      String option, Number value, int min, int max, CommandLine command) {
    double number = value.doubleValue();
    if (!(number >= min && number <= max)) {
      throw new ParameterException(
          command, option + ": expected " + min + " to " + max + ", found " + value);
    }
    return number;
  }
}
