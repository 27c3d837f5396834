package isr.alsa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlsaLibraryTest {
  @Test
  void saysWhatToDoAboutALibraryThatIsMissing() {
    assertThat(
            AlsaLibrary.explain(
                new UnsatisfiedLinkError("Unable to load library 'libasound.so.2': no file")))
        .isEqualTo("libasound.so.2 not found; apt install libasound2 (Debian 13: libasound2t64)");
    assertThat(AlsaLibrary.explain(new NoClassDefFoundError("com.sun.jna.Native")))
        .contains("jna.tmpdir");
    assertThat(
            AlsaLibrary.explain(
                new UnsatisfiedLinkError("Error looking up function 'snd_x': undefined symbol")))
        .contains("too old");
  }
}
