package isr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureSourcesTest {
  private static final SourceSpec SPEC =
      new SourceSpec() {
        @Override
        public String type() {
          return "soundcard";
        }

        @Override
        public String description() {
          return "x";
        }
      };
  private static final CaptureContext CONTEXT =
      new CaptureContext("x", () -> 0, Duration.ofSeconds(1));

  private final List<String> ran = new ArrayList<>();

  /** What a capture does when it runs. */
  private interface Running {
    void run(CaptureSink sink) throws IOException;
  }

  private CaptureSource provider(String name, int preference, Running running) {
    return new CaptureSource() {
      @Override
      public boolean opens(SourceSpec spec) {
        return true;
      }

      @Override
      public int preference() {
        return preference;
      }

      @Override
      public Capture open(SourceSpec spec, CaptureContext context) {
        return capture(name, running);
      }
    };
  }

  private Capture capture(String name, Running running) {
    return new Capture() {
      @Override
      public void run(CaptureSink sink) throws IOException {
        ran.add(name);
        running.run(sink);
      }

      @Override
      public void close() {
        ran.add(name + " closed");
      }
    };
  }

  private static CaptureSource unable(String why, int preference) {
    return new CaptureSource() {
      @Override
      public boolean opens(SourceSpec spec) {
        return true;
      }

      @Override
      public int preference() {
        return preference;
      }

      @Override
      public Capture open(SourceSpec spec, CaptureContext context) throws CaptureException {
        throw new CaptureException(why, false);
      }
    };
  }

  private void run(CaptureSource... providers) throws Exception {
    try (Capture capture = new CaptureSources(List.of(providers)).open(SPEC, CONTEXT)) {
      capture.run(new Anything());
    }
  }

  @Test
  void theOneThatIsPreferredRuns() throws Exception {
    run(provider("second", 0, sink -> {}), provider("first", 1, sink -> {}));
    assertThat(ran).containsExactly("first", "first closed");
  }

  @Test
  void amongEqualsTheOrderOfTheListDecides() throws Exception {
    run(provider("a", 0, sink -> {}), provider("b", 0, sink -> {}));
    assertThat(ran).startsWith("a").doesNotContain("b");
  }

  @Test
  void oneThatCanNotWorkHereIsPassedOver() throws Exception {
    run(unable("no library", 1), provider("other", 0, sink -> {}));
    assertThat(ran).containsExactly("other", "other closed");
  }

  @Test
  void whereNoneCanWorkTheFirstSaysWhy() {
    assertThatThrownBy(() -> run(unable("second", 0), unable("first", 1))).hasMessage("first");
  }

  /** The next one would record it with other words for the same card, and convert unasked. */
  @Test
  void aDeviceThatIsAbsentIsNotTriedWithTheNext() {
    Running absent =
        sink -> {
          throw CaptureException.absent("none here");
        };
    assertThatThrownBy(() -> run(provider("first", 1, absent), provider("next", 0, sink -> {})))
        .hasMessage("none here")
        .matches(failure -> ((CaptureException) failure).deviceIsAbsent());
    assertThat(ran).containsExactly("first", "first closed");
  }

  /** Takes everything. */
  private static final class Anything implements CaptureSink {
    @Override
    public void connected(String details) {}

    @Override
    public void track(isr.media.Track track) {}

    @Override
    public void packet(isr.media.Packet packet) {}

    @Override
    public void skipped(isr.media.Skip skip) {}

    @Override
    public void title(String title) {}

    @Override
    public void batch(long arrivalNanos) {}
  }
}
