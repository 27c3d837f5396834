package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.testing.Await;
import isr.testing.Exec;
import isr.testing.IsrProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isr record --web} on all addresses: with a certificate and a password. */
class SecureServerIT {
  private static final Pattern URL = Pattern.compile("web: (https?)://\\S+:(\\d+)/");
  private static final String PASSWORD = "of some length";
  private static final String STORE_PASSWORD = "changeit";

  @TempDir Path directory;

  @Test
  void recordsAndAnswersWhoKnowsThePassword() throws Exception {
    KeyStore store = makeKey("server");
    writePem("server", store);
    try (IsrProcess recorder =
        IsrProcess.record(directory, configuration("server"), "--web", "--port", "0")) {
      Await.until(
          "the address", Duration.ofSeconds(40), () -> URL.matcher(recorder.stderr()).find());
      Matcher told = URL.matcher(recorder.stderr());
      assertThat(told.find()).isTrue();
      assertThat(told.group(1)).isEqualTo("https");
      String port = told.group(2);
      String url = "https://localhost:" + port + "/";
      HttpClient client = trusting(store.getCertificate("isr"));
      assertThat(get(client, url, "").statusCode()).isEqualTo(401);
      assertThat(get(client, url, "me:wrong").statusCode()).isEqualTo(401);
      HttpResponse<String> page = get(client, url, "me:" + PASSWORD);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>isr recordings</title>");
      Await.until(
          "the source in the status",
          Duration.ofSeconds(20),
          () -> get(client, url + "api/status", "me:" + PASSWORD).body().contains("\"recording\""));
      assertThat(firstMessage(client, "wss://localhost:" + port + "/api/live"))
          .contains("\"name\":\"studio\"");
      assertThatThrownBy(() -> get(HttpClient.newHttpClient(), url, ""))
          .hasMessageContaining("certification path");
      assertThatThrownBy(() -> get(client, "http://localhost:" + port + "/", ""))
          .isInstanceOf(IOException.class);
      assertThat(recorder.stop()).isZero();
    }
    assertThat(directory.resolve("recordings")).isDirectoryContaining("glob:**.wav");
  }

  @Test
  void recordsOnWithTheKeyOfAnotherCertificate() throws Exception {
    writePem("server", makeKey("server"));
    writePem("other", makeKey("other"));
    Files.copy(directory.resolve("other.key"), directory.resolve("mixed.key"));
    Files.copy(directory.resolve("server.pem"), directory.resolve("mixed.pem"));
    try (IsrProcess recorder =
        IsrProcess.record(directory, configuration("mixed"), "--web", "--port", "0")) {
      Await.until(
          "the message",
          Duration.ofSeconds(40),
          () -> recorder.stderr().contains("is not the key of the certificate"));
      Await.until(
          "a recording all the same",
          Duration.ofSeconds(40),
          () -> recorder.stderr().contains("studio: writing"));
      assertThat(recorder.stop()).isZero();
    }
  }

  private String configuration(String name) {
    String hash =
        Exec.command(IsrProcess.launcher().toString(), "web", "password")
            .input((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8))
            .run()
            .orFail()
            .stdout()
            .lines()
            .filter(line -> line.contains("pbkdf2"))
            .findFirst()
            .orElseThrow();
    return """
        [general]
        output_directory = "recordings"
        [web]
        host = "0.0.0.0"
        username = "me"
        %s
        tls_certificate = "%s.pem"
        tls_key = "%s.key"
        [sources.studio]
        type = "tone"
        """
        .formatted(hash, name, name);
  }

  private KeyStore makeKey(String name) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Exec.command(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "isr",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            STORE_PASSWORD,
            "-keystore",
            file.toString())
        .run()
        .orFail();
    return KeyStore.getInstance(file.toFile(), STORE_PASSWORD.toCharArray());
  }

  private void writePem(String name, KeyStore store) throws Exception {
    byte[] key = store.getKey("isr", STORE_PASSWORD.toCharArray()).getEncoded();
    Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key));
    byte[] certificate = store.getCertificate("isr").getEncoded();
    Files.writeString(directory.resolve(name + ".pem"), pem("CERTIFICATE", certificate));
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  private static HttpClient trusting(Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("isr", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> get(HttpClient client, String url, String login)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    if (!login.isEmpty()) {
      request.header("Authorization", basic(login));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private static String firstMessage(HttpClient client, String url) throws Exception {
    assertThatThrownBy(
            () ->
                client
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(url), new WebSocket.Listener() {})
                    .join())
        .isInstanceOf(CompletionException.class);
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", basic("me:" + PASSWORD))
            .buildAsync(URI.create(url), new FirstMessage(first))
            .join();
    String message = first.get(20, TimeUnit.SECONDS);
    socket.abort();
    return message;
  }

  private static final class FirstMessage implements WebSocket.Listener {
    private final CompletableFuture<String> whole;
    private final StringBuilder text = new StringBuilder();

    FirstMessage(CompletableFuture<String> whole) {
      this.whole = whole;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        whole.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
