package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.media.Fault;
import isr.media.FileReport;
import isr.media.Repair;
import isr.segment.FileMender.Finding;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepairTextTest {
  private static final Fault STAYS = new Fault(7, "stays");

  @Test
  void tellsWhatWasCutAndWhatIsGone() {
    Finding finding = finding(1, List.of(STAYS, new Fault(4, "size: 5")), List.of(STAYS));
    assertThat(RepairText.of(finding))
        .isEqualTo("1 byte after the last whole unit cut off; size: 5");
  }

  @Test
  void countsWhatIsTooMuch() {
    List<Fault> many = IntStream.range(0, 5).mapToObj(i -> new Fault(i, "rule " + i)).toList();
    assertThat(RepairText.of(finding(0, many, List.of())))
        .isEqualTo("rule 0; rule 1; rule 2; 2 more faults");
  }

  @Test
  void tellsOfMarksThatAreNoFault() {
    assertThat(RepairText.of(finding(0, List.of(), List.of())))
        .isEqualTo("header and marks brought up to date");
  }

  private static Finding finding(long removed, List<Fault> before, List<Fault> after) {
    Repair repair = new Repair(100, removed, true);
    return new Finding(report(before), report(after), repair, 1000, FileTime.fromMillis(0));
  }

  private static FileReport report(List<Fault> faults) {
    return new FileReport(Optional.empty(), 1, 0, 100, faults, faults.size());
  }
}
