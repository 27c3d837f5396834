package isr.format.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import isr.media.FlacTrack;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FlacTracksTest {
  private static final ByteBuffer NO_COMMENTS = ByteBuffer.allocate(0);
  private static final FlacStreamInfo TOLD =
      new FlacStreamInfo(4096, 4096, 0, 0, 48_000, 1, 24, 0, 0, 0);

  private final FlacTracks tracks = new FlacTracks(FlacTrack.Container.OGG);

  @Test
  void aSmallerBlockEndsAFixedTrack() throws Exception {
    FlacTrack first = next(192);
    assertThat(first.fixedBlockSize()).hasValue(192);
    assertThat(next(192)).isSameAs(first);
    assertThat(next(100)).isSameAs(first);
    assertThat(next(192)).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void sizesThatGoOnChangingVary() throws Exception {
    next(192);
    next(100);
    assertThat(next(300).fixedBlockSize()).hasValue(300);
    next(200);
    FlacTrack last = next(300);
    assertThat(last.fixedBlockSize()).isEmpty();
    assertThat(next(17)).isSameAs(last);
    assertThat(next(4000)).isSameAs(last);
    assertThat(tracks.of(header(true, 20, 9, 4))).isSameAs(last);
    tracks.headers(TOLD, NO_COMMENTS);
    assertThat(next(192).fixedBlockSize()).hasValue(4096);
  }

  @Test
  void aLargerBlockThanTheFirstOneBeginsATrack() throws Exception {
    FlacTrack odd = next(50);
    FlacTrack rest = next(192);
    assertThat(rest).isNotSameAs(odd);
    assertThat(next(192)).isSameAs(rest);
  }

  @Test
  void anotherRateBeginsATrackAndNothingElseChanges() throws Exception {
    FlacTrack first = next(192);
    FlacTrack other = tracks.of(header(false, 192, 10, 4));
    assertThat(other).isNotEqualTo(first);
    assertThat(other.sampleRateHz()).isEqualTo(48_000);
    assertThat(next(192)).isEqualTo(first);
    assertThat(next(192).fixedBlockSize()).hasValue(192);
  }

  @Test
  void whatTheHeaderLeavesOutIsInStreamInfo() throws Exception {
    tracks.headers(TOLD, ByteBuffer.wrap(new byte[] {1, 2}));
    FlacTrack track = tracks.of(header(false, 100, 0, 0));
    assertThat(track)
        .isEqualTo(
            new FlacTrack(
                FlacTrack.Container.OGG,
                48_000,
                1,
                24,
                OptionalInt.of(4096),
                ByteBuffer.wrap(new byte[] {1, 2})));
  }

  @Test
  void withoutStreamInfoItIsRefused() {
    assertThatThrownBy(() -> tracks.of(header(false, 100, 0, 4)))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining("STREAMINFO");
  }

  @Test
  void aRateAtWhichAByteLastsForMinutesIsRefused() {
    tracks.headers(new FlacStreamInfo(192, 192, 0, 0, 999, 2, 16, 0, 0, 0), NO_COMMENTS);
    assertThatThrownBy(() -> tracks.of(header(false, 192, 0, 4)))
        .isInstanceOf(UnsupportedMediaException.class)
        .hasMessageContaining("999 Hz");
  }

  @Test
  void newHeadersBeginATrackEvenWhenTheyAreEqual() throws Exception {
    tracks.headers(TOLD, NO_COMMENTS);
    FlacTrack first = tracks.of(header(false, 4096, 10, 6));
    tracks.headers(TOLD, NO_COMMENTS);
    assertThat(tracks.of(header(false, 4096, 10, 6))).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void onlyInOggMayNewHeadersStayInTheFile() throws Exception {
    FlacTrack ogg = next(192);
    assertThat(ogg.sameParameters(next(4096))).isTrue();
    assertThat(ogg.sameParameters(tracks.of(header(false, 192, 10, 4)))).isFalse();
    FlacTrack bare = TestFrames.track(192);
    assertThat(bare.sameParameters(bare)).isFalse();
  }

  private FlacTrack next(int blockSize) throws UnsupportedMediaException {
    return tracks.of(header(false, blockSize, 9, 4));
  }

  private static FlacFrameHeader header(
      boolean variable, int blockSize, int rateCode, int bitsCode) {
    byte[] bytes = TestFrames.header(variable, 5, blockSize, rateCode, bitsCode);
    return FlacFrameHeader.read(bytes, 0, bytes.length).orElseThrow();
  }
}
