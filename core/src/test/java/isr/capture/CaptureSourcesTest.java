package isr.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.audio.SampleFormat;
import isr.media.PcmTrack;
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
    assertThat(ran).containsExactly("first", "first closed", "second closed");
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

  @Test
  void aDeviceThatOneDoesNotFindIsLookedForByTheNext() throws Exception {
    run(provider("first", 1, absent("none here")), provider("next", 0, sink -> {}));
    assertThat(ran).startsWith("first", "next");
  }

  @Test
  void aDeviceThatNobodyFindsIsAbsentForTheReasonOfTheFirst() {
    assertThatThrownBy(
            () -> run(provider("a", 1, absent("none here")), provider("b", 0, absent("nor here"))))
        .hasMessage("none here")
        .matches(failure -> ((CaptureException) failure).deviceIsAbsent());
  }

  @Test
  void whateverElseFailsIsNotTriedWithTheNext() {
    assertThatThrownBy(
            () -> run(provider("first", 1, sink -> fail("busy")), provider("next", 0, sink -> {})))
        .hasMessage("busy");
    assertThat(ran).doesNotContain("next");
  }

  @Test
  void aDeviceThatAnsweredAndWasUnpluggedIsNotTriedWithTheNext() {
    Running unplugged =
        sink -> {
          sink.connected("x");
          sink.track(new PcmTrack(8000, 1, SampleFormat.S16LE));
          throw CaptureException.absent("unplugged");
        };
    assertThatThrownBy(() -> run(provider("first", 1, unplugged), provider("next", 0, sink -> {})))
        .hasMessage("unplugged");
    assertThat(ran).doesNotContain("next");
  }

  @Test
  void afterACloseNothingRuns() throws Exception {
    Capture capture =
        new CaptureSources(List.of(provider("a", 1, sink -> {}), provider("b", 0, sink -> {})))
            .open(SPEC, CONTEXT);
    capture.close();
    capture.run(new Anything());
    assertThat(ran).containsExactly("a closed", "b closed");
  }

  private static Running absent(String message) {
    return sink -> {
      throw CaptureException.absent(message);
    };
  }

  private static void fail(String message) throws CaptureException {
    throw new CaptureException(message, true);
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
