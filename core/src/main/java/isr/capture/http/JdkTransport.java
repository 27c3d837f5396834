package isr.capture.http;

import isr.audio.MonotonicClock;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP/1.1 and its older forms, with or without TLS, by {@code java.net.http}. */
final class JdkTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;
  private final DrainTicker ticker;
  private final Backlog backlog;
  private final MonotonicClock clock;

  JdkTransport(HttpClient client, DrainTicker ticker, Backlog backlog, MonotonicClock clock) {
    this.client = client;
    this.ticker = ticker;
    this.backlog = backlog;
    this.clock = clock;
  }

  /**
   * A client for all sources together. What it reads is passed on by the thread that read it, its
   * selector's: an executor's thread in between would be one more wake-up, and an {@link Inbox}
   * neither blocks nor takes long.
   */
  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT)
        .executor(Runnable::run)
        .build();
  }

  @Override
  public Response get(URI url, Map<String, String> fields, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
    fields.forEach(request::setHeader);
    CompletableFuture<HttpResponse<DrainSubscriber>> answer =
        client.sendAsync(request.build(), head -> body());
    try {
      HttpResponse<DrainSubscriber> response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return new Response(
          ResponseHead.of(url, response.statusCode(), response.headers().map()), response.body());
    } catch (TimeoutException e) {
      abandon(answer);
      throw Failures.silent(url, limit);
    } catch (InterruptedException e) {
      abandon(answer);
      throw e;
    } catch (ExecutionException e) {
      throw failure(url, e);
    }
  }

  private DrainSubscriber body() {
    return new DrainSubscriber(
        new Inbox(clock, backlog), ticker, new SliceEdges(SliceEdges.clientBufferBytes()));
  }

  /** Closes the connection, also where the answer comes at this very moment. */
  private static void abandon(CompletableFuture<HttpResponse<DrainSubscriber>> answer) {
    answer.cancel(true);
    if (!answer.isCompletedExceptionally()) {
      answer.join().body().cancel();
    }
  }

  private static IOException failure(URI url, ExecutionException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ProtocolException) { // such as: Invalid status line: "ICY 200 OK"
        return Failures.foreign(url, cause);
      }
    }
    return Failures.connecting(url, e);
  }
}
