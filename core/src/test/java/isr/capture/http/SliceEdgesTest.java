package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceEdgesTest {
  private static final int BUFFER = 100;
  private final SliceEdges edges = new SliceEdges(BUFFER);

  @Test
  void foretellsNothingAtFirst() {
    edges.delivered(60, false);
    assertThat(edges.mayHideMore()).isFalse();
    assertThat(edges.predictable()).isTrue();
  }

  @Test
  void learnsTheEdgesFromWhatWasLeftOver() {
    edges.delivered(60, false);
    edges.delivered(10, true); // so a buffer ended after 60
    edges.delivered(80, false);
    assertThat(edges.mayHideMore()).isFalse();
    edges.delivered(10, false); // 160
    assertThat(edges.mayHideMore()).isTrue();
    edges.delivered(30, true);
    assertThat(edges.mayHideMore()).isFalse();
  }

  @Test
  void learnsThemFromAFullBuffer() {
    edges.delivered(37, false);
    edges.delivered(BUFFER, false);
    assertThat(edges.mayHideMore()).isTrue();
    edges.delivered(BUFFER - 1, false);
    assertThat(edges.mayHideMore()).isFalse();
    edges.delivered(1, false);
    assertThat(edges.mayHideMore()).isTrue();
  }

  @Test
  void correctsAMistake() {
    edges.delivered(60, false);
    edges.delivered(10, true);
    edges.delivered(20, false);
    edges.delivered(10, true); // 90 instead of 60
    assertThat(edges.predictable()).isTrue();
    edges.delivered(90, false); // 190
    assertThat(edges.mayHideMore()).isTrue();
  }

  @Test
  void givesUpWhereItIsAlwaysMistaken() {
    edges.delivered(3, false);
    for (int i = 0; i < 5; i++) {
      assertThat(edges.predictable()).isTrue();
      edges.delivered(7, true);
    }
    assertThat(edges.predictable()).isFalse();
    assertThat(edges.mayHideMore()).isTrue();
  }
}
