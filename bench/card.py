#!/usr/bin/env python3
"""What recording one sound card costs beside `arecord`: CPU of a core, and resident memory.

    bench/card.py --config FILE --module FILE [--seconds 60] [--warm 30] [--rounds 3] [--format wav]

The card is the scripted one of core/src/test/rig/alsa (48 kHz, stereo, 16 bit), behind the real libasound.
--config is its scripted.conf, --module the library that was compiled from its source (an integration
test leaves it in cli/target/rig). In every round both record at the same time; arecord with the
period and buffer that isr asks for. CPU is user and system time of all threads over --seconds, after --warm.
"""
import argparse, json, os, signal, statistics, subprocess, tempfile, time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid):
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:")) / 1024


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--config", required=True)
    ap.add_argument("--module", required=True)
    ap.add_argument("--seconds", type=float, default=60)
    ap.add_argument("--warm", type=float, default=30)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--format", default="wav")
    a = ap.parse_args()
    variables = dict(os.environ, ALSA_CONFIG_PATH=os.path.abspath(a.config), ALSA_SCRIPTED_LIB=os.path.abspath(a.module))
    subprocess.run([os.path.join(HOME, "isr"), "--version"], check=True, stdout=subprocess.DEVNULL)
    differences = []
    print(f"{'isr %':>8}{'arecord %':>11}{'difference':>12}{'isr MB':>9}{'arecord MB':>12}")
    for _ in range(a.rounds):
        with tempfile.TemporaryDirectory() as work:
            config = os.path.join(work, "isr.toml")
            with open(config, "w") as f:
                f.write(f"""[general]\noutput_directory = {json.dumps(work)}\nsplit_minutes = 60
[sources.mic]\ntype = "soundcard"\nbackend = "alsa"\ndevice = "mic:RATE=48000"\nsample_rate = 48000
channels = 2\nformat = "{a.format}"\n""")
            isr = subprocess.Popen([os.path.join(HOME, "isr"), "record", "-c", config], env=variables,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            other = subprocess.Popen(["arecord", "-q", "-D", "mic:RATE=48000", "-f", "S16_LE", "-c", "2", "-r", "48000",
                                      "--period-time=100000", "--buffer-time=4000000", os.path.join(work, "other.wav")],
                                     env=variables, stdout=subprocess.DEVNULL)
            try:
                time.sleep(a.warm)
                begun, before = time.monotonic(), [cpu_seconds(p.pid) for p in (isr, other)]
                time.sleep(a.seconds)
                took = time.monotonic() - begun
                cost = [(cpu_seconds(p.pid) - b) / took * 100 for p, b in zip((isr, other), before)]
                memory = [resident_mb(p.pid) for p in (isr, other)]
            finally:
                for p in isr, other:
                    p.send_signal(signal.SIGTERM)
                    p.wait()
            differences.append(cost[0] - cost[1])
            print(f"{cost[0]:8.2f}{cost[1]:11.2f}{differences[-1]:12.2f}{memory[0]:9.1f}{memory[1]:12.1f}", flush=True)
    print(f"median of the differences: {statistics.median(differences):.2f} % of a core")


if __name__ == "__main__":
    main()
