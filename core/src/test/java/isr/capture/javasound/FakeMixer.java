package isr.capture.javasound;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.Port;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/** Mixers as the JDK has them. */
final class FakeMixer {
  private FakeMixer() {}

  /** One that can be recorded from in these formats. */
  static Mixer recording(String name, AudioFormat... formats) {
    DataLine.Info info = new DataLine.Info(TargetDataLine.class, formats, 32, -1);
    Mixer mixer = mixer(name, new Line.Info[] {info}, new Line.Info[0]);
    lenient()
        .when(mixer.isLineSupported(any()))
        .thenAnswer(
            call ->
                Arrays.stream(((DataLine.Info) call.getArgument(0)).getFormats())
                    .allMatch(info::isFormatSupported));
    return mixer;
  }

  /** One that only plays. */
  static Mixer playing(String name) {
    Line.Info info = new DataLine.Info(SourceDataLine.class, format(16, 2, 44_100));
    return mixer(name, new Line.Info[0], new Line.Info[] {info});
  }

  /** Volume controls. */
  static Mixer port(String name) {
    return mixer(name, new Line.Info[] {Port.Info.MICROPHONE}, new Line.Info[0]);
  }

  /** One that another program holds. */
  static Mixer busy(String name) {
    return mixer(name, new Line.Info[0], new Line.Info[0]);
  }

  private static Mixer mixer(String name, Line.Info[] target, Line.Info[] source) {
    Mixer mixer = mock(Mixer.class);
    Mixer.Info info =
        new Mixer.Info(name, "vendor", "Direct Audio Device: Card of " + name, "1") {};
    lenient().when(mixer.getMixerInfo()).thenReturn(info);
    lenient().when(mixer.getTargetLineInfo()).thenReturn(target);
    lenient().when(mixer.getSourceLineInfo()).thenReturn(source);
    return mixer;
  }

  /** Signed and little-endian; -1 is any rate or number of channels. */
  static AudioFormat format(int bits, int channels, float rateHz) {
    int frameBytes = channels < 0 ? -1 : channels * bits / 8;
    return new AudioFormat(
        AudioFormat.Encoding.PCM_SIGNED, rateHz, bits, channels, frameBytes, rateHz, false);
  }
}
