package isr.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoudSectionsTest {
  /** Blocks by letters: L is loud (RMS 0.5), M is louder (0.8), others are quiet. */
  private static LoudSections of(String blocks, int most) {
    LoudSections sections = new LoudSections(0.1, most);
    for (int i = 0; i < blocks.length(); i++) {
      switch (blocks.charAt(i)) {
        case 'L' -> sections.add(0.25f, 0.6f);
        case 'M' -> sections.add(0.64f, 0.9f);
        default -> sections.add(0.0001f, 0.02f);
      }
    }
    return sections;
  }

  private static List<String> ranges(String blocks) {
    return of(blocks, 10).finish(100).stream().map(s -> s.from() + " to " + s.to()).toList();
  }

  @Test
  void aRunIsASection() {
    assertThat(ranges("..LLL....")).containsExactly("0.2 to 0.5");
    assertThat(ranges("L")).containsExactly("0.0 to 0.1");
    assertThat(ranges("....")).isEmpty();
    assertThat(ranges("")).isEmpty();
  }

  @Test
  void pausesOfUpToThreeBlocksAreJoined() {
    assertThat(ranges("L...L")).containsExactly("0.0 to 0.5");
    assertThat(ranges("L....L")).containsExactly("0.0 to 0.1", "0.5 to 0.6");
    assertThat(ranges("L.L..L...L....L")).containsExactly("0.0 to 1.0", "1.4 to 1.5");
  }

  @Test
  void whatIsAtTheThresholdIsNotLoud() {
    LoudSections sections = new LoudSections(0.5, 10);
    sections.add(0.25f, 1);
    assertThat(sections.finish(1)).isEmpty();
  }

  @Test
  void theRmsIsThatOfAllBlocksUpToTheLastLoudOne() {
    LoudSection section = of("LM...", 10).finish(100).get(0);
    assertThat(section.rms()).isEqualTo(Math.sqrt((0.25 + (double) 0.64f) / 2));
    assertThat(section.peak()).isEqualTo(0.9f);
    LoudSection paused = of("L.L", 10).finish(100).get(0);
    assertThat(paused.rms())
        .isCloseTo(Math.sqrt(0.5001 / 3), org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void theLoudestAreKeptByTime() {
    LoudSections sections = of("L....M....L....M", 2);
    assertThat(sections.finish(100)).extracting(LoudSection::from).containsExactly(0.5, 1.5);
    assertThat(sections.total()).isEqualTo(4);
  }

  @Test
  void noneGoesBeyondTheEnd() {
    assertThat(of("..L", 10).finish(0.25).get(0).to()).isEqualTo(0.25);
  }
}
