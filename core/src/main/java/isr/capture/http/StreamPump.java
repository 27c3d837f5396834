package isr.capture.http;

import isr.capture.CaptureSink;
import isr.media.Framer;
import isr.media.FramerSink;
import isr.media.Packet;
import isr.media.ShownText;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the bytes of a body to packets and titles at a sink; on the source's thread only. */
final class StreamPump implements BodyReader, FramerSink, IcyStripper.Output {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPump.class);

  private final CaptureSink sink;
  private final Framer framer;
  private final Optional<IcyStripper> stripper;

  /** What the end of the body cuts short, be it a header, is part of what is missing after it. */
  private boolean ending;

  private long packets;

  /**
   * A pump for the body of a response.
   *
   * @throws IOException when there is no framer for the format
   */
  StreamPump(CaptureSink sink, FramerFactory framers, String format, ResponseHead head)
      throws IOException {
    this.sink = sink;
    this.framer = framers.framer(format, this, head.field("content-type"));
    this.stripper = stripper(head);
  }

  private Optional<IcyStripper> stripper(ResponseHead head) {
    Optional<String> field = head.field("icy-metaint");
    OptionalLong interval = head.number("icy-metaint");
    if (interval.isPresent()
        && interval.getAsLong() >= 1
        && interval.getAsLong() <= IcyStripper.MAX_INTERVAL) {
      return Optional.of(new IcyStripper((int) interval.getAsLong(), this));
    }
    field.ifPresent(
        found ->
            LOG.warn(
                "{}: icy-metaint: expected 1 to {}, found \"{}\"; taken as a stream without titles",
                head.url(),
                IcyStripper.MAX_INTERVAL,
                ShownText.clean(found, 40)));
    return Optional.empty();
  }

  /** Tells the sink all that these bytes complete, then that they came together. */
  @Override
  public void accept(Batch batch) throws IOException {
    for (ByteBuffer bytes : batch.buffers()) {
      if (stripper.isPresent()) {
        stripper.get().push(bytes);
      } else {
        framer.push(bytes);
      }
    }
    sink.batch(batch.arrivalNanos());
    framer.release();
  }

  /** Packets that have been told to the sink. */
  @Override
  public long packets() {
    return packets;
  }

  @Override
  public boolean isPlaylist() {
    return false;
  }

  /** The body has ended: tells the sink what the framer still held. */
  @Override
  public void end(long arrivalNanos) throws IOException {
    ending = true;
    framer.end();
    sink.batch(arrivalNanos);
    framer.release();
  }

  @Override
  public void audio(ByteBuffer bytes) throws IOException {
    framer.push(bytes);
  }

  @Override
  public void track(Track track) throws IOException {
    sink.track(track);
  }

  @Override
  public void packet(Packet packet, long streamOffset) throws IOException {
    packets++;
    sink.packet(packet);
  }

  @Override
  public void skipped(Skip skip) throws IOException {
    if (!ending || skip.kind() == Skip.Kind.TAG || skip.kind() == Skip.Kind.JOIN) {
      sink.skipped(skip);
    }
  }

  @Override
  public void title(String title) throws IOException {
    sink.title(title);
  }
}
