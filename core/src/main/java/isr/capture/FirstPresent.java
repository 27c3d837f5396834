package isr.capture;

import isr.media.Packet;
import isr.media.Skip;
import isr.media.Track;
import java.io.IOException;
import java.util.List;

/** Captures of the same source through different backends: the first that finds the device. */
final class FirstPresent implements Capture {
  private final List<Capture> captures;
  private volatile boolean closed;

  FirstPresent(List<Capture> captures) {
    this.captures = List.copyOf(captures);
  }

  @Override
  public void run(CaptureSink sink) throws IOException, InterruptedException {
    Answered answered = new Answered(sink);
    CaptureException first = null;
    for (Capture capture : captures) {
      try {
        if (!closed) {
          capture.run(answered);
        }
        return;
      } catch (CaptureException e) {
        if (answered.isConnected) {
          throw e;
        }
        first = first == null ? e : first;
        if (!e.deviceIsAbsent()) {
          throw first;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public void close() {
    closed = true;
    captures.forEach(Capture::close);
  }

  /** Remembers whether the source has answered: then it is the right one, whatever comes. */
  private static final class Answered implements CaptureSink {
    private final CaptureSink sink;
    private boolean isConnected;

    Answered(CaptureSink sink) {
      this.sink = sink;
    }

    @Override
    public void connected(String details) {
      isConnected = true;
      sink.connected(details);
    }

    @Override
    public void track(Track track) throws IOException {
      sink.track(track);
    }

    @Override
    public void packet(Packet packet) throws IOException {
      sink.packet(packet);
    }

    @Override
    public void skipped(Skip skip) throws IOException {
      sink.skipped(skip);
    }

    @Override
    public void title(String title) throws IOException {
      sink.title(title);
    }

    @Override
    public void batch(long arrivalNanos) throws IOException {
      sink.batch(arrivalNanos);
    }

    @Override
    public void card(CardReport report) {
      sink.card(report);
    }
  }
}
