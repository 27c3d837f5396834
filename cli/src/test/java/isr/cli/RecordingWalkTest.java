package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingWalkTest implements RecordingWalk.Visitor {
  @TempDir Path root;

  private final List<String> seen = new ArrayList<>();

  @Override
  public void file(Path file) {
    seen.add(root.relativize(file).toString());
  }

  @Override
  public void failed(Path directory, IOException e) {
    seen.add("failed " + root.relativize(directory));
  }

  @Test
  void visitsRecordingsOfAllDepthsInOrder() throws IOException {
    for (String name : List.of("b.mp3", "a/z.wav", "a/b/c.OPUS", "a/b.aac", "c/notes.txt")) {
      make(name);
    }
    RecordingWalk.walk(root, this);
    assertThat(seen).containsExactly("a/b/c.OPUS", "a/b.aac", "a/z.wav", "b.mp3");
  }

  @Test
  void leavesTheBooksAndLinksOut() throws IOException {
    make(".isr/x.wav");
    make("deep/.isr/x.wav");
    make("deep/x.wav");
    Path outside = Files.createDirectories(root.resolve("deep/../other"));
    make("other/y.wav");
    Files.createSymbolicLink(root.resolve("deep/link"), outside);
    Files.createSymbolicLink(root.resolve("deep/link.wav"), outside.resolve("y.wav"));
    RecordingWalk.walk(root.resolve("deep"), this);
    assertThat(seen).containsExactly("deep/x.wav");
  }

  @Test
  void followsALinkThatIsNamed() throws IOException {
    make("real/x.wav");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("real"));
    RecordingWalk.walk(link, this);
    assertThat(seen).containsExactly("link/x.wav");
  }

  @Test
  void takesAFileThatIsNamedAsItIs() throws IOException {
    RecordingWalk.walk(make("notes.txt"), this);
    RecordingWalk.walk(root.resolve("nowhere"), this);
    assertThat(seen).containsExactly("notes.txt", "nowhere");
  }

  private Path make(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[1]);
  }
}
