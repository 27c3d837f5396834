package isr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A source client: encodes music in real time and sends it to a mount of an Icecast. */
public final class LiveSource implements AutoCloseable {
  private static final int BUFFER_BYTES = 8192;

  private final List<Process> pipeline;
  private final List<ChildProcess> watched = new ArrayList<>();

  private LiveSource(List<Process> pipeline) {
    this.pipeline = pipeline;
  }

  /** ffmpeg as a source client. */
  public static LiveSource start(Icecast icecast, String mount, LiveEncoding encoding, int seed) {
    return start(icecast, mount, encoding.outputOptions(), encoding.contentType(), seed);
  }

  /**
   * ffmpeg as a source client.
   *
   * @param options of ffmpeg for codec and container
   */
  public static LiveSource start(
      Icecast icecast, String mount, List<String> options, String contentType, int seed) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-re"));
    command.addAll(Music.input(seed));
    command.addAll(options);
    command.addAll(List.of("-flush_packets", "1", "-content_type", contentType, "-legacy_icecast"));
    command.addAll(
        List.of(
            "0",
            "icecast://source:%s@127.0.0.1:%d/%s"
                .formatted(Icecast.PASSWORD, icecast.port(), mount)));
    LiveSource source = new LiveSource(List.of());
    source.watched.add(ChildProcess.start(command.toArray(String[]::new)));
    return source;
  }

  /** Another program that is a source client by itself. */
  public static LiveSource startProgram(String... command) {
    LiveSource source = new LiveSource(List.of());
    source.watched.add(ChildProcess.start(command));
    return source;
  }

  /** opusenc behind ffmpeg's signal; what it writes is sent as it comes. */
  public static LiveSource startOpusenc(Icecast icecast, String mount, int seed) {
    List<String> signal = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "quiet", "-re"));
    signal.addAll(Music.input(seed));
    signal.addAll(List.of("-ar", "48000", "-f", "wav", "-flush_packets", "1", "-"));
    List<String> encoder =
        List.of("opusenc", "--quiet", "--bitrate", "128", "--music", "--ignorelength", "-", "-");
    try {
      List<Process> pipeline =
          ProcessBuilder.startPipeline(
              List.of(
                  new ProcessBuilder(signal).redirectError(ProcessBuilder.Redirect.DISCARD),
                  new ProcessBuilder(encoder).redirectError(ProcessBuilder.Redirect.DISCARD)));
      LiveSource source = new LiveSource(pipeline);
      pipeline.forEach(
          process -> Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)));
      send(pipeline.get(1).getInputStream(), icecast, mount);
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(InputStream from, Icecast icecast, String mount) throws IOException {
    Socket socket = Loopback.connect(icecast.port());
    String login = "source:" + Icecast.PASSWORD;
    String request =
        "SOURCE /%s HTTP/1.0\r\nAuthorization: Basic %s\r\nContent-Type: audio/ogg\r\n\r\n"
            .formatted(
                mount,
                Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII)));
    OutputStream out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    String answer = RawClient.readHeader(socket.getInputStream());
    if (!answer.startsWith("HTTP/1.0 200")) {
      throw new IOException("icecast refused the source: " + answer);
    }
    Thread thread = new Thread(() -> pump(from, out, socket), "source client");
    thread.setDaemon(true);
    thread.start();
  }

  private static void pump(InputStream from, OutputStream to, Socket socket) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (socket) {
      int n;
      while ((n = from.read(buffer)) > 0) {
        to.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The server went, or the encoder was ended.
    }
  }

  /** Whether it still sends. */
  public boolean isAlive() {
    return watched.stream().allMatch(ChildProcess::isAlive)
        && pipeline.stream().allMatch(Process::isAlive);
  }

  /** Ends it at once, as a studio whose power fails. */
  public void stop() {
    watched.forEach(ChildProcess::kill);
    watched.forEach(ChildProcess::close);
    pipeline.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return watched.toString();
  }
}
