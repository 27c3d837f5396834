package isr.webrtc.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpReceiverTest {
  private static final long MS = 1_000_000;

  private final EventSink sink = new EventSink();
  private RtpReceiver receiver = new RtpReceiver(sink, true);
  private long now = -5_000 * MS;

  /** One after the other, 20 ms apart. */
  private void receive(int... numbers) {
    for (int number : numbers) {
      receive(RtpBytes.packet(number));
      now += 20 * MS;
    }
  }

  private void receive(byte[] packet) {
    receiver.received(RtpBytes.header(packet), packet, now);
  }

  private void wait(int millis) {
    now += millis * MS;
  }

  /** As the session does, but for the sending. */
  private void waitAndAsk(int millis) {
    for (int i = 0; i < millis; i++) {
      wait(1);
      receiver.giveUpOverdue(now);
      receiver.takeDueRequests(now);
    }
  }

  @Test
  void givesUpNothingBeforeItHasAskedOften() {
    receive(1);
    receive(RtpBytes.packet(3));
    for (int asks = 0; asks < 3; asks++) {
      wait(1000);
      receiver.giveUpOverdue(now);
      assertThat(sink.events()).containsExactly("1@0");
      assertThat(receiver.takeDueRequests(now)).hasSize(1);
    }
    receiver.giveUpOverdue(now);
    assertThat(sink.events()).containsExactly("1@0", "lost 1+960", "3@1920");
  }

  @Test
  void passesOnWhatComesInOrder() {
    receive(7, 8, 9);
    assertThat(sink.events()).containsExactly("7@0", "8@960", "9@1920");
  }

  @Test
  void ordersWhatWasOvertaken() {
    receive(1, 3, 4, 2);
    assertThat(sink.events()).containsExactly("1@0", "2@960", "3@1920", "4@2880");
    assertThat(receiver.statistics().reordered()).isEqualTo(1);
    assertThat(receiver.statistics().recovered()).isZero();
  }

  @Test
  void goesOnWhereNumbersAndTimesWrap() {
    byte[] opus = {(byte) 0xf8};
    receive(RtpBytes.packet(0xffff, 1, -960, opus));
    receive(RtpBytes.packet(0x0001, 1, 960, opus));
    receive(RtpBytes.packet(0x0000, 1, 0, opus));
    assertThat(sink.events()).containsExactly("0@0", "0@960", "0@1920");
  }

  @Test
  void asksForWhatIsMissingSoonAndAgain() {
    receive(1);
    receive(RtpBytes.packet(4));
    assertThat(receiver.takeDueRequests(now)).as("may only be overtaken").isEmpty();
    wait(15);
    assertThat(receiver.takeDueRequests(now)).hasSize(2);
    wait(59);
    assertThat(receiver.takeDueRequests(now)).isEmpty();
    wait(1);
    assertThat(receiver.takeDueRequests(now)).hasSize(2);
    receive(3);
    wait(60);
    assertThat(receiver.takeDueRequests(now)).containsExactly((1L << 16) + 2);
    assertThat(receiver.statistics().recovered()).isEqualTo(1);
    assertThat(receiver.statistics().requests()).isEqualTo(5);
  }

  @Test
  void asksForNothingWhereNothingIsSentAgain() {
    receiver = new RtpReceiver(sink, false);
    receive(1, 3);
    wait(100);
    assertThat(receiver.takeDueRequests(now)).isEmpty();
    wait(100);
    receiver.giveUpOverdue(now);
    assertThat(sink.events()).containsExactly("1@0", "lost 1+960", "3@1920");
  }

  @Test
  void givesUpAfterAWhileAndSaysHowLongTheLossIs() {
    receive(1);
    receive(RtpBytes.packet(4));
    waitAndAsk(799);
    assertThat(sink.events()).containsExactly("1@0");
    waitAndAsk(1);
    assertThat(sink.events()).containsExactly("1@0", "lost 2+1920", "4@2880");
    receive(2, 3);
    assertThat(receiver.statistics().lost()).isEqualTo(2);
    assertThat(receiver.statistics().late()).isEqualTo(2);
    assertThat(receiver.statistics().received()).isEqualTo(2);
    assertThat(receiver.takeDueRequests(now + 1000 * MS)).isEmpty();
  }

  @Test
  void givesUpEachInItsTime() {
    receive(1, 3, 5);
    waitAndAsk(770);
    assertThat(sink.take()).containsExactly("1@0", "lost 1+960", "3@1920");
    waitAndAsk(30);
    assertThat(sink.take()).containsExactly("lost 1+960", "5@3840");
  }

  @Test
  void holdsNoMoreThanItsPlaces() {
    receive(0);
    for (int n = 2; n <= 64; n++) {
      receive(n);
    }
    assertThat(sink.take()).containsExactly("0@0");
    receive(65);
    assertThat(sink.take()).hasSize(65).startsWith("lost 1+960", "2@1920").endsWith("65@62400");
  }

  @Test
  void aLongOutageIsOneLossWhoseEndIsAskedFor() {
    receive(0);
    receive(RtpBytes.packet(500));
    wait(15);
    assertThat(receiver.takeDueRequests(now)).hasSize(63).startsWith((1L << 16) + 437);
    waitAndAsk(800);
    assertThat(sink.events()).containsExactly("0@0", "lost 499+479040", "500@480000");
  }

  @Test
  void countsCopiesOnce() {
    receive(1, 1, 3, 3, 2);
    assertThat(sink.events()).containsExactly("1@0", "2@960", "3@1920");
    assertThat(receiver.statistics().duplicated()).isEqualTo(1);
    assertThat(receiver.statistics().late()).isEqualTo(1);
    assertThat(receiver.statistics().received()).isEqualTo(3);
    assertThat(receiver.statistics().bytes()).isEqualTo(9);
  }

  @Test
  void tellsTimeThatTheSenderLeftOut() {
    byte[] opus = {(byte) 0xf8};
    receive(RtpBytes.packet(1, 1, 0, opus));
    receive(RtpBytes.packet(2, 1, 960 + 480, opus));
    assertThat(sink.events()).containsExactly("0@0", "lost 0+480", "0@1440");
  }

  @Test
  void tellsJumps() {
    byte[] opus = {(byte) 0xf8};
    receive(RtpBytes.packet(1, 1, 100_000, opus));
    receive(RtpBytes.packet(2, 1, 100_000 - 5000, opus));
    receive(RtpBytes.packet(3, 1, 100_000 + 61 * 48_000, opus));
    assertThat(sink.events())
        .containsExactly("0@0", "jump -5960", "0@-5000", "jump 2932040", "0@2928000");
  }

  @Test
  void tellsALossAndAJumpApart() {
    byte[] opus = {(byte) 0xf8};
    receive(RtpBytes.packet(1, 1, 100_000, opus));
    receive(RtpBytes.packet(3, 1, 50_000, opus));
    waitAndAsk(800);
    assertThat(sink.events()).containsExactly("0@0", "lost 1+0", "jump -50960", "0@-50000");
  }

  @Test
  void anotherSourceBeginsAnew() {
    receive(1, 3);
    receive(RtpBytes.packet(40_000, 99, 5, new byte[] {(byte) 0xf8}));
    assertThat(sink.events()).startsWith("1@0", "lost 1+960", "3@1920", "jump 0").hasSize(5);
    assertThat(receiver.ssrc()).isEqualTo(99);
  }

  @Test
  void aPacketWithoutAudioKeepsItsNumber() {
    receive(RtpBytes.packet(1));
    receive(RtpBytes.packet(2, RtpBytes.SSRC, 960, new byte[0]));
    byte[] third = RtpBytes.packet(3, RtpBytes.SSRC, 2 * 960, new byte[] {(byte) 0xf8, 0, 3});
    receive(third);
    assertThat(sink.events()).containsExactly("1@0", "3@960");
  }

  @Test
  void aPacketThatIsNoOpusIsLost() {
    receive(RtpBytes.packet(1));
    receive(RtpBytes.packet(2, RtpBytes.SSRC, 2 * 960, new byte[] {(byte) 0xfb}));
    receive(RtpBytes.packet(3));
    assertThat(sink.events()).containsExactly("1@0", "lost 1+960", "3@1920");
  }

  @Test
  void passesOnWhatIsHeldAtTheEnd() {
    receive(1, 3);
    receiver.finish();
    assertThat(sink.events()).containsExactly("1@0", "lost 1+960", "3@1920");
  }

  @Test
  void measuresJitter() {
    for (int n = 0; n < 200; n++) {
      receive(RtpBytes.packet(n));
      wait(n % 2 == 0 ? 10 : 30);
    }
    assertThat(receiver.statistics().jitter())
        .isBetween(Duration.ofMillis(9), Duration.ofMillis(10));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverTheOrderEachPacketComesOnceAndInOrder(long seed) {
    List<Integer> numbers = new ArrayList<>();
    for (int n = 0; n < 70_000; n++) {
      numbers.add(n);
    }
    Random random = new Random(seed);
    for (int i = 1; i + 40 < numbers.size(); i += 40) {
      Collections.shuffle(numbers.subList(i, i + 40), random);
    }
    numbers.forEach(n -> receive(RtpBytes.packet(n)));
    assertThat(sink.events()).hasSize(70_000);
    for (int n = 0; n < 70_000; n++) {
      assertThat(sink.events().get(n)).isEqualTo("%d@%d".formatted(n & 0xffff, n * 960L));
    }
  }
}
