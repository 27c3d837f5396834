package isr.splitting;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RepeatDetectorTest {
  private static final long PACKET_NANOS = 26_000_000L;
  private static final long TOLERANCE = 3_000_000_000L;

  private final RepeatDetector detector = new RepeatDetector();

  @Test
  void findsTheRunThatEndsWithTheLastRecordedPacket() {
    record(0, 2000);
    assertThat(detector.begin()).isTrue();
    offer(1900, 2050);
    assertThat(detector.repeated(durations(150), 50 * PACKET_NANOS, TOLERANCE)).hasValue(100);
  }

  @Test
  void nothingIsProvedWhenTheTimeDoesNotAgree() {
    record(0, 2000);
    detector.begin();
    offer(1900, 2050);
    assertThat(detector.repeated(durations(150), 20_000_000_000L, TOLERANCE)).isEmpty();
  }

  @Test
  void nothingIsProvedBySilence() {
    for (int i = 0; i < 500; i++) {
      detector.recorded(packet(7));
    }
    detector.begin();
    for (int i = 0; i < 100; i++) {
      detector.offer(packet(7));
    }
    assertThat(detector.repeated(durations(100), 0, TOLERANCE)).isEmpty();
  }

  @Test
  void aRunMustReachTheVeryLastPacket() {
    record(0, 2000);
    detector.begin();
    offer(1900, 1990);
    assertThat(detector.repeated(durations(90), 0, TOLERANCE)).isEmpty();
    assertThat(detector.undecided(durations(0), 0)).isTrue();
    offer(5000, 5001);
    assertThat(detector.undecided(durations(0), 0)).isFalse();
  }

  @Test
  void aShortRunProvesNothing() {
    record(0, 2000);
    detector.begin();
    offer(1995, 2040);
    assertThat(detector.repeated(durations(45), 40 * PACKET_NANOS, TOLERANCE)).isEmpty();
  }

  @Test
  void aWholeRunIsUndecidedWhileTheTimeSaysThatMoreComes() {
    record(0, 500);
    detector.begin();
    offer(400, 510);
    assertThat(detector.undecided(durations(110), 11 * PACKET_NANOS)).isTrue();
    assertThat(detector.undecided(durations(110), 9 * PACKET_NANOS)).isFalse();
  }

  @Test
  void otherAudioIsDecidedAtOnce() {
    record(0, 100);
    detector.begin();
    offer(5000, 5001);
    assertThat(detector.undecided(durations(0), 0)).isFalse();
  }

  @Test
  void thereIsNothingToCompareWithAtFirst() {
    assertThat(detector.begin()).isFalse();
    record(0, 50);
    detector.forget();
    assertThat(detector.begin()).isFalse();
  }

  private void record(int from, int to) {
    for (int i = from; i < to; i++) {
      detector.recorded(packet(i));
    }
  }

  private void offer(int from, int to) {
    for (int i = from; i < to; i++) {
      detector.offer(packet(i));
    }
  }

  private static long[] durations(int count) {
    long[] result = new long[count];
    Arrays.fill(result, PACKET_NANOS);
    return result;
  }

  private static Packet packet(int content) {
    return new Packet(ByteBuffer.allocate(8).putInt(content).putInt(~content).flip(), 0, 1152);
  }
}
