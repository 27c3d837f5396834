package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.testing.Await;
import isr.testing.IsrProcess;
import isr.testing.LoopDisk;
import isr.testing.RequiresTools;
import isr.testing.TmpfsMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes every write and says only when it is forced that it could not keep it. */
@RequiresTools("mkfs.ext4")
class DoubtfulDiskIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void whatMayBeLostIsAGapAndTheExitCodeSaysSo() throws IOException {
    try (TmpfsMount below = TmpfsMount.mount(directory.resolve("below"), 6 << 20);
        LoopDisk disk =
            LoopDisk.makeWithoutJournal(
                below.directory().resolve("image"), directory.resolve("disk"), 64 << 20)) {
      Path recordings = disk.directory().resolve("recordings");
      String toml =
          "[sources.one]\ntype = \"tone\"\nfilename_pattern = \"one_%H%M%S\"\nsync_seconds = 1\n"
              + "output_directory = \""
              + recordings
              + "\"\n";
      try (IsrProcess isr = IsrProcess.record(directory, toml)) {
        Bars.awaitFiles(isr, recordings, List.of("one"));
        Path filler = below.fillUntil(200_000); // the recording goes on meanwhile
        Await.until("a gap", PATIENCE, () -> isr.stderr().contains("s may be lost: forcing"));
        Files.delete(filler);
        assertThat(isr.stop()).as("%s", isr).isEqualTo(1);
      }
      assertThat(LedgerLine.of(recordings, "one", "gap"))
          .isNotEmpty()
          .allSatisfy(gap -> assertThat(gap.text("cause")).startsWith("may be lost"));
      assertThat(LedgerLine.of(recordings, "one", "segment-closed"))
          .anySatisfy(end -> assertThat(end.text("reason")).startsWith("forcing to the disk"));
    }
  }
}
