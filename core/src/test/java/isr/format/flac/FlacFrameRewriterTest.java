package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.bytes.Crc16;
import isr.media.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlacFrameRewriterTest {
  @Test
  void numbersFramesFromZeroWithBothChecksums() {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(TestFrames.track(192));
    for (int i = 0; i < 3000; i++) {
      byte[] original = TestFrames.fixed(2_000_000_000L + i, 192);
      byte[] frame = rewrite(rewriter, original);
      FlacFrameHeader header = FlacFrameHeader.read(ByteBuffer.wrap(frame)).orElseThrow();
      assertThat(header.number()).isEqualTo(i);
      assertThat(header.variableBlockSize()).isFalse();
      assertThat(Crc16.update(0, frame, 0, frame.length)).isZero();
      assertThat(body(frame)).isEqualTo(body(original));
    }
    assertThat(rewriter.samples()).isEqualTo(3000 * 192);
  }

  @Test
  void numbersSamplesWhereSizesVary() {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(TestFrames.track(0));
    long sample = 0;
    for (int size : new int[] {17, 4096, 1, 65_535, 300}) {
      byte[] frame = rewrite(rewriter, TestFrames.fixed(77, size));
      FlacFrameHeader header = FlacFrameHeader.read(ByteBuffer.wrap(frame)).orElseThrow();
      assertThat(header.variableBlockSize()).isTrue();
      assertThat(header.number()).isEqualTo(sample);
      assertThat(Crc16.update(0, frame, 0, frame.length)).isZero();
      sample += size;
    }
    FlacStreamInfo info = rewriter.ended();
    assertThat(info.minBlockSize()).isEqualTo(16);
    assertThat(info.maxBlockSize()).isEqualTo(65_535);
    assertThat(info.totalSamples()).isEqualTo(sample);
  }

  @Test
  void leavesDamageRecognisable() {
    byte[] original = TestFrames.fixed(9, 500);
    original[40] ^= 1;
    byte[] frame = rewrite(new FlacFrameRewriter(TestFrames.track(500)), original);
    assertThat(Crc16.update(0, frame, 0, frame.length)).isNotZero();
  }

  @Test
  void takesASmallerBlockOnlyAtTheEndOfAFixedTrack() {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(TestFrames.track(500));
    rewrite(rewriter, TestFrames.fixed(0, 500));
    assertThatThrownBy(() -> rewrite(rewriter, TestFrames.fixed(1, 501)))
        .isInstanceOf(IllegalArgumentException.class);
    rewrite(rewriter, TestFrames.fixed(1, 20));
    assertThatThrownBy(() -> rewrite(rewriter, TestFrames.fixed(2, 500)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500 after 20");
    assertThat(rewriter.ended())
        .isEqualTo(new FlacStreamInfo(500, 500, 51, 1011, 44_100, 1, 16, 520, 0, 0));
  }

  @Test
  void boundsOfAGrowingFileHoldForWhateverComes() {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(TestFrames.track(0));
    rewrite(rewriter, TestFrames.fixed(0, 500));
    assertThat(rewriter.growing())
        .isEqualTo(new FlacStreamInfo(16, 65_535, 0, 0, 44_100, 1, 16, 500, 0, 0));
  }

  @Test
  void equalBlocksDoNotMakeAVaryingTrackFixed() {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(TestFrames.track(0));
    rewrite(rewriter, TestFrames.fixed(0, 500));
    rewrite(rewriter, TestFrames.fixed(1, 500));
    assertThat(rewriter.ended().minBlockSize()).isEqualTo(16);
    assertThat(rewriter.ended().maxBlockSize()).isEqualTo(500);
  }

  private static byte[] rewrite(FlacFrameRewriter rewriter, byte[] frame) {
    Packet packet = TestFrames.packet(frame);
    FlacFrameRewriter.Pieces pieces = rewriter.rewrite(packet);
    assertThat(packet.payload().position()).isZero();
    assertThat(pieces.joined().remaining()).isEqualTo(pieces.byteCount());
    return pieces.joined().array();
  }

  private static byte[] body(byte[] frame) {
    int from = FlacFrameHeader.read(ByteBuffer.wrap(frame)).orElseThrow().byteCount();
    return Arrays.copyOfRange(frame, from, frame.length - FlacFrameHeader.FOOTER_BYTES);
  }
}
