package isr.capture.http;

import isr.capture.CaptureException;
import isr.capture.CaptureSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by the first bytes of a body whether it is a playlist; everything else goes to the
 * framer, byte for byte.
 *
 * <pre>
 *   LOOKING ── no playlist ──▶ STREAM
 *      └────── playlist ─────▶ PLAYLIST ── end ──▶ the route goes on
 * </pre>
 */
final class BodyStart implements BodyReader {
  private enum State {
    LOOKING,
    STREAM,
    PLAYLIST
  }

  private final ResponseHead head;
  private final CaptureSink sink;
  private final StreamPump pump;
  private final Route route;
  private final boolean named;

  /** While looking: what came, at most the bytes that are looked at and one batch. */
  private final List<ByteBuffer> held = new ArrayList<>(2);

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private State state = State.LOOKING;
  private @Nullable PlaylistKind kind;

  /**
   * A body of which nothing has come.
   *
   * @param sink is told of the connection as soon as it may be one to a stream
   * @param route where a playlist leads to
   */
  BodyStart(ResponseHead head, CaptureSink sink, StreamPump pump, Route route) {
    this.head = head;
    this.sink = sink;
    this.pump = pump;
    this.route = route;
    this.named = PlaylistKind.isNamed(head);
    if (!named) {
      sink.connected(head.describe());
    }
  }

  @Override
  public void accept(Batch batch) throws IOException {
    switch (state) {
      case STREAM -> pump.accept(batch);
      case PLAYLIST -> collect(batch.buffers());
      case LOOKING -> {
        held.addAll(batch.buffers());
        ByteBuffer start = start();
        if (PlaylistKind.canTell(start, named)) {
          decide(start, batch.arrivalNanos());
        }
      }
    }
  }

  private void decide(ByteBuffer start, long arrivalNanos) throws IOException {
    Optional<PlaylistKind> found = PlaylistKind.of(start, named);
    List<ByteBuffer> buffers = List.copyOf(held);
    held.clear();
    if (found.isPresent()) {
      kind = found.get();
      state = State.PLAYLIST;
      collect(buffers);
      return;
    }
    state = State.STREAM;
    if (named) {
      sink.connected(head.describe());
    }
    pump.accept(new Batch(buffers, arrivalNanos, Optional.empty()));
  }

  /** The first bytes of what is held, the buffers unchanged. */
  private ByteBuffer start() {
    ByteBuffer start = ByteBuffer.allocate(PlaylistKind.LOOKED_AT_BYTES);
    for (ByteBuffer buffer : held) {
      int count = Math.min(buffer.remaining(), start.remaining());
      start.put(buffer.slice(buffer.position(), count));
    }
    return start.flip();
  }

  private void collect(List<ByteBuffer> buffers) throws CaptureException {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), Playlist.MAX_BYTES - text.size())];
      buffer.get(bytes);
      text.writeBytes(bytes);
      if (buffer.hasRemaining()) {
        throw tooLong();
      }
    }
  }

  private CaptureException tooLong() {
    return kind == PlaylistKind.M3U && Playlist.isHls(decoded())
        ? route.hls(head)
        : new CaptureException(
            head.url() + ": a playlist of more than " + Playlist.MAX_BYTES / 1024 + " KB", true);
  }

  private String decoded() {
    return IcyText.decode(ByteBuffer.wrap(text.toByteArray()));
  }

  @Override
  public void end(long arrivalNanos) throws IOException {
    if (state == State.LOOKING) {
      decide(start(), arrivalNanos);
    }
    PlaylistKind playlist = kind;
    if (playlist != null) {
      route.follow(head, playlist, decoded());
    } else {
      pump.end(arrivalNanos);
    }
  }

  @Override
  public long packets() {
    return pump.packets();
  }

  @Override
  public boolean isPlaylist() {
    return state == State.PLAYLIST;
  }
}
