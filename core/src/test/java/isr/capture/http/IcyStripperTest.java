package isr.capture.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IcyStripperTest {
  private static final int INTERVAL = 10;

  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private final List<String> titles = new ArrayList<>();
  private final IcyStripper.Output output =
      new IcyStripper.Output() {
        @Override
        public void audio(ByteBuffer bytes) {
          assertThat(bytes.hasRemaining()).isTrue();
          while (bytes.hasRemaining()) {
            audio.write(bytes.get());
          }
        }

        @Override
        public void title(String title) {
          titles.add(audio.size() + ":" + title);
        }
      };
  private final IcyStripper stripper = new IcyStripper(INTERVAL, output);

  /** Six intervals with the texts that servers send, and one that breaks off in a text. */
  private static byte[] stream() {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    byte[] all = HttpCaptureTest.random(70);
    String[] texts = {
      "StreamTitle='One';", "", "StreamTitle='One';StreamUrl='x';", "rubbish", "StreamTitle='';", ""
    };
    for (int i = 0; i < texts.length; i++) {
      wire.write(all, i * INTERVAL, INTERVAL);
      wire.writeBytes(block(texts[i]));
    }
    wire.write(all, 60, INTERVAL);
    wire.write(2);
    wire.write('S');
    return wire.toByteArray();
  }

  private void assertStripped() {
    assertThat(audio.toByteArray()).isEqualTo(HttpCaptureTest.random(70));
    assertThat(titles).containsExactly("10:One", "50:");
  }

  @Test
  void separatesAudioAndTitlesPushedAtOnce() throws Exception {
    stripper.push(ByteBuffer.wrap(stream()));
    assertStripped();
  }

  @Test
  void separatesThemPushedByteByByte() throws Exception {
    for (byte b : stream()) {
      stripper.push(ByteBuffer.wrap(new byte[] {b}));
    }
    assertStripped();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void separatesThemInPiecesOfAnySize(long seed) throws Exception {
    Random random = new Random(seed);
    ByteBuffer all = ByteBuffer.wrap(stream()).asReadOnlyBuffer();
    while (all.hasRemaining()) {
      int count = Math.min(all.remaining(), random.nextInt(40));
      stripper.push(all.slice(all.position(), count));
      all.position(all.position() + count);
    }
    assertStripped();
  }

  @Test
  void passesNoByteOfATextOnAsAudioWhateverTheTextIs() throws Exception {
    Random random = new Random(1);
    for (int length = 0; length <= 255; length++) {
      byte[] text = new byte[1 + length * 16];
      random.nextBytes(text);
      text[0] = (byte) length;
      stripper.push(ByteBuffer.wrap(new byte[INTERVAL]));
      stripper.push(ByteBuffer.wrap(text));
    }
    assertThat(audio.size()).isEqualTo(256 * INTERVAL);
  }

  @Test
  void keepsTheLimitOfTheBuffer() throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(stream());
    bytes.limit(15);
    stripper.push(bytes);
    assertThat(bytes.position()).isEqualTo(15);
    assertThat(bytes.limit()).isEqualTo(15);
  }

  @Test
  void refusesIntervalsThatMakeNoSense() {
    for (int interval : new int[] {0, -1, IcyStripper.MAX_INTERVAL + 1}) {
      assertThatThrownBy(() -> new IcyStripper(interval, output))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A text with its length byte and padding. */
  static byte[] block(String text) {
    return block(text, StandardCharsets.UTF_8);
  }

  static byte[] block(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    int length = (bytes.length + 15) / 16;
    return ByteBuffer.allocate(1 + length * 16).put((byte) length).put(bytes).array();
  }
}
