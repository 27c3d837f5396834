package isr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import isr.audio.SampleFormat;
import isr.capture.CaptureDevice;
import isr.capture.CaptureDevice.Abilities;
import isr.capture.CaptureDevice.Kind;
import isr.capture.CaptureDevice.State;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DevicesCommandTest {
  private static final CaptureDevice CARD =
      new CaptureDevice(
          "hw:CARD=USB,DEV=0",
          "USB \"Audio\", Mikrofon für Übung",
          "alsa",
          Kind.HARDWARE,
          List.of("hw:1,0", "hw:USB"),
          State.FREE,
          Optional.empty(),
          Optional.of(
              new Abilities(
                  1, 2, List.of(44_100, 48_000), List.of(SampleFormat.S16LE, SampleFormat.S24LE))));

  private static final CaptureDevice HELD =
      new CaptureDevice(
          "default",
          "Default",
          "alsa",
          Kind.VIRTUAL,
          List.of(),
          State.BUSY,
          Optional.of("held by arecord (pid 712)"),
          Optional.empty());

  private static final CaptureDevice PLUG =
      new CaptureDevice(
          "default",
          "default",
          "javasound",
          Kind.VIRTUAL,
          List.of(),
          State.FREE,
          Optional.empty(),
          Optional.of(
              new Abilities(
                  2,
                  2,
                  List.of(8000, 16_000, 32_000, 44_100, 48_000),
                  List.of(SampleFormat.S16LE))));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(List<DeviceLister> listers, String... arguments) {
    return new CommandLine(new DevicesCommand(listers))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static DeviceLister lister(String backend, CaptureDevice... devices) {
    return new DeviceLister() {
      @Override
      public String backend() {
        return backend;
      }

      @Override
      public List<CaptureDevice> list() {
        return List.of(devices);
      }
    };
  }

  private static DeviceLister failing(String backend, String message) {
    return new DeviceLister() {
      @Override
      public String backend() {
        return backend;
      }

      @Override
      public List<CaptureDevice> list() throws CaptureException {
        throw new CaptureException(message, false);
      }
    };
  }

  @Test
  void printsATableForEachBackend() {
    int code = run(List.of(lister("alsa", CARD, HELD), lister("javasound", PLUG)));
    assertThat(out)
        .hasToString(
            """
            backend = "alsa"
              DEVICE             STATE  KIND      CHANNELS  BITS   RATES (Hz)      DESCRIPTION
              hw:CARD=USB,DEV=0  free   hardware  1-2       16 24  44100 48000     USB "Audio", Mikrofon für Übung
              default            busy   virtual   ?         ?      ?               Default
                held by arecord (pid 712)

            backend = "javasound"
              DEVICE             STATE  KIND      CHANNELS  BITS   RATES (Hz)      DESCRIPTION
              default            free   virtual   2         16     8000 ... 48000  default
            """);
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void printsJsonWithAllFields() {
    int code = run(List.of(lister("alsa", CARD, HELD)), "--json");
    assertThat(out)
        .hasToString(
            """
            [ {
              "name" : "hw:CARD=USB,DEV=0",
              "description" : "USB \\"Audio\\", Mikrofon für Übung",
              "backend" : "alsa",
              "kind" : "hardware",
              "state" : "free",
              "detail" : null,
              "aliases" : [ "hw:1,0", "hw:USB" ],
              "takes" : {
                "minChannels" : 1,
                "maxChannels" : 2,
                "sampleRatesHz" : [ 44100, 48000 ],
                "bits" : [ 16, 24 ]
              }
            }, {
              "name" : "default",
              "description" : "Default",
              "backend" : "alsa",
              "kind" : "virtual",
              "state" : "busy",
              "detail" : "held by arecord (pid 712)",
              "aliases" : [ ],
              "takes" : null
            } ]
            """);
    assertThat(code).isZero();
  }

  @Test
  void aBackendThatDoesNotWorkIsASentenceBesideTheOthers() {
    int code = run(List.of(failing("alsa", "libasound.so.2 not found"), lister("javasound", PLUG)));
    assertThat(err).hasToString("alsa: libasound.so.2 not found\n");
    assertThat(out.toString()).startsWith("backend = \"javasound\"");
    assertThat(code).isZero();
  }

  @Test
  void noDeviceIsASentenceThatSaysWhereToLook() {
    int code = run(List.of(lister("alsa")));
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("No device to record from.")
        .contains("ls /dev/snd", "-aG audio", "--device /dev/snd --group-add audio");
    assertThat(code).isZero();
  }

  @Test
  void noDeviceIsAnEmptyArrayInJson() {
    int code = run(List.of(lister("alsa")), "--json");
    assertThat(out).hasToString("[ ]\n");
    assertThat(code).isZero();
  }

  @Test
  void failsWhenNoBackendWorks() {
    int code = run(List.of(failing("alsa", "a"), failing("javasound", "b")));
    assertThat(err.toString()).startsWith("alsa: a\njavasound: b\nNo device");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void helpIsAsPrinted() {
    run(List.of(), "--help");
    assertThat(out)
        .hasToString(
            """
            Usage: devices [-hV] [--json]
            Lists the sound devices that can be recorded from, with what they take.
            The name is what to write as device = "..." in the configuration.
            Exit code 0: listed, be it that there is none; 1: no library for sound works
            here.
              -h, --help      Show this help message and exit.
                  --json      Print an array of JSON objects, for programs.
              -V, --version   Print version information and exit.
            """);
  }
}
