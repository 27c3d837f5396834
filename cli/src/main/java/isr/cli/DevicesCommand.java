package isr.cli;

import isr.capture.CaptureDevice;
import isr.capture.CaptureException;
import isr.capture.DeviceLister;
import isr.capture.LimitedCall;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code isr devices}: what can be recorded from. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the sound devices that can be recorded from, with what they take.",
      "The name is what to write as device = \"...\" in the configuration.",
      "Exit code 0: listed, be it that there is none; 1: no library for sound works here."
    })
final class DevicesCommand implements Callable<Integer> {
  private static final String NONE =
      "No device to record from. Is a sound card plugged in (ls /dev/snd)? May this user read it"
          + " (groups; sudo usermod -aG audio USER, then log in anew)? In a container: was it"
          + " started with --device /dev/snd --group-add audio?";

  /** A sound server may stand still; what is listed before that is printed all the same. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Option(names = "--json", description = "Print an array of JSON objects, for programs.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final List<DeviceLister> listers;

  DevicesCommand() {
    this(ServiceLoader.load(DeviceLister.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  DevicesCommand(List<DeviceLister> listers) {
    this.listers =
        listers.stream().sorted(Comparator.comparing(lister -> lister.backend())).toList();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<CaptureDevice> devices = new ArrayList<>();
    boolean anyWorks = false;
    CountDownLatch never = new CountDownLatch(1);
    for (DeviceLister lister : listers) {
      try {
        List<CaptureDevice> listed =
            LimitedCall.make(
                "isr-devices-" + lister.backend(), lister::list, late -> {}, LIMIT, never);
        devices.addAll(listed == null ? List.of() : listed);
        anyWorks = true;
      } catch (CaptureException e) {
        err().println(lister.backend() + ": " + e.getMessage());
      }
    }
    print(devices);
    if (devices.isEmpty()) {
      err().println(NONE);
    }
    return anyWorks ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(List<CaptureDevice> devices) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      DeviceJson.write(devices, out);
    } else {
      DeviceTable.print(devices, out);
    }
    out.flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
