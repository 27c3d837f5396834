package isr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.AdtsTrack;
import isr.media.Packet;
import isr.media.Track;
import isr.recorder.Arrival.Audio;
import isr.recorder.Arrival.NewTrack;
import isr.recorder.Arrival.Title;
import isr.splitting.TimeMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten packets of 1 s each of a link A, then ten of a link B were recorded, as far as told. */
class ReconnectTest {
  private static final Track A = new AdtsTrack(false, 1, 1000, 1);
  private static final Track B = new AdtsTrack(false, 1, 1000, 2);
  private static final Track C = new AdtsTrack(false, 1, 2000, 1);

  private final Reconnect reconnect = new Reconnect();

  private Reconnect.Decision decide(int recordedTo, List<Arrival> burst) {
    for (int i = 0; i < recordedTo; i++) {
      reconnect.recorded(audio(i).packet());
    }
    reconnect.begin();
    TimeMap times = new TimeMap();
    times.trust(0, 0);
    reconnect.hold(burst, 0, times);
    return reconnect.decide(0).orElseThrow();
  }

  /** The fresh packets of a test last no more than the tolerance. */
  private static Audio audio(int number) {
    byte[] bytes = {(byte) number, 7, 7};
    return new Audio(new Packet(ByteBuffer.wrap(bytes), 0, 1000), 0, 100_000_000L);
  }

  private static List<Arrival> burst(Object... parts) {
    List<Arrival> all = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Arrival arrival) {
        all.add(arrival);
      } else if (part instanceof Track track) {
        all.add(new NewTrack(track));
      } else {
        all.add(audio((Integer) part));
      }
    }
    return all;
  }

  private static Title title(String text) {
    return new Title(text, 0);
  }

  @Test
  void aLinkOfWhichAllIsRepeatedIsNotToldAgain() {
    Reconnect.Decision decision =
        decide(
            14,
            burst(
                A,
                title("a"),
                5,
                6,
                7,
                8,
                9,
                B,
                title("b"),
                10,
                11,
                12,
                13,
                14,
                15,
                C,
                title("c")));
    assertThat(decision.repeated()).isEqualTo(9);
    assertThat(decision.continues()).isTrue();
    assertThat(told(decision)).containsExactly("B", "b", "14", "15", "C", "c");
  }

  @Test
  void aLinkThatBeginsBehindTheLastRepeatDoesNotFollowIt() {
    Reconnect.Decision decision =
        decide(10, burst(A, title("a"), 1, 2, 3, 4, 5, 6, 7, 8, 9, B, title("b"), 10));
    assertThat(decision.continues()).isFalse();
    assertThat(told(decision)).containsExactly("B", "b", "10");
  }

  @Test
  void whereNothingIsRepeatedAllIsTold() {
    Reconnect.Decision decision =
        decide(10, burst(title("early"), A, title("a"), 40, B, title("b"), 41));
    assertThat(decision.repeated()).isZero();
    assertThat(told(decision)).containsExactly("early", "A", "a", "40", "B", "b", "41");
  }

  /** Five packets of 1 s were missed; the first piece of the burst ends 4 s before the present. */
  @Test
  void aBurstThatComesInPiecesIsWaitedFor() {
    for (int i = 0; i < 20; i++) {
      reconnect.recorded(second(i).packet());
    }
    reconnect.begin();
    TimeMap times = new TimeMap();
    long missed = 5_000_000_000L;
    times.trust(0, missed);
    reconnect.hold(burst(A, second(10), second(11), second(12), second(13)), 0, times);
    reconnect.hold(
        burst(second(14), second(15), second(16), second(17), second(18), second(19), second(20)),
        0,
        times);
    assertThat(reconnect.decide(missed)).isEmpty();
    assertThat(reconnect.decide(missed + 1_440_000_000L)).isEmpty();
    reconnect.hold(burst(second(21), second(22), second(23), second(24)), 0, times);
    Reconnect.Decision decision = reconnect.decide(missed + 2_160_000_000L).orElseThrow();
    assertThat(decision.repeated()).isEqualTo(10);
    assertThat(told(decision)).containsExactly("A", "20", "21", "22", "23", "24");
  }

  @Test
  void aBurstThatDoesNotGoOnIsNotWaitedForLong() {
    for (int i = 0; i < 20; i++) {
      reconnect.recorded(second(i).packet());
    }
    reconnect.begin();
    TimeMap times = new TimeMap();
    long missed = 9_000_000_000L;
    times.trust(0, missed);
    List<Arrival> burst = burst(A);
    for (int i = 10; i < 21; i++) {
      burst.add(second(i));
    }
    reconnect.hold(burst, 0, times);
    assertThat(reconnect.decide(missed)).isEmpty();
    assertThat(reconnect.decide(missed + 2_160_000_000L).orElseThrow().repeated()).isZero();
  }

  private static Audio second(int number) {
    return new Audio(audio(number).packet(), 0, 1_000_000_000L);
  }

  private static List<String> told(Reconnect.Decision decision) {
    return decision.arrivals().stream().map(ReconnectTest::name).toList();
  }

  private static String name(Arrival arrival) {
    if (arrival instanceof NewTrack next) {
      return next.track() == A ? "A" : next.track() == B ? "B" : "C";
    }
    return arrival instanceof Title shown
        ? shown.text()
        : String.valueOf(((Audio) arrival).packet().payload().get(0));
  }
}
