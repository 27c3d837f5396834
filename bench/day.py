#!/usr/bin/env python3
"""A day of a soundcard in minutes: does isr grow, and is every sample where its time is?

    bench/day.py --config FILE --module FILE [--speed 30] [--hours 24] [--rate 8000]

isr runs as shipped, under libfaketime, which lets all its clocks run --speed times as fast (apt
install libfaketime). The card is the scripted one of core/src/test/rig/alsa, behind the real
libasound; it counts: frame n is heard at n / rate seconds of the clock. --config is its
scripted.conf, --module the library that was compiled from its source. One card is recorded to
WAV and one to FLAC, split every hour.

Printed every hour of card time: proportional memory, heap after a collection, threads, open files.
At the end: whether the frames of all files count on, and whether each hour has 3600 times the rate of
them; one more or less is shown, as an error of a few microseconds is a frame at such a speed. Where the
machine stands still for longer than the card can wait (its buffer is --speed times as short here), frames
are lost; they are shown, with the gaps that isr told. As many zeros have to stand in their place, so that
the frames behind them are where they would have been. Exit code 1 when a frame is elsewhere, or lost
without being told; the recordings are kept then.
"""
import argparse, glob, json, os, re, shutil, signal, struct, subprocess, sys, tempfile, time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NUMBERS = 1 << 32  # the card counts so far, and then from 0
LIBRARY = "libfaketimeMT.so.1"


def library():
    for directory in glob.glob("/usr/lib/*/faketime"):
        if os.path.exists(os.path.join(directory, LIBRARY)):
            return os.path.join(directory, LIBRARY)
    sys.exit("needs libfaketime (apt install libfaketime)")


def memory_mb(pid):
    with open(f"/proc/{pid}/smaps_rollup") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("Pss:")) / 1024


def heap_mb(pid):
    """What is left after a collection; the tool runs on the real clock."""
    subprocess.run(["jcmd", str(pid), "GC.run"], stdout=subprocess.DEVNULL, timeout=120)
    text = subprocess.run(["jcmd", str(pid), "GC.heap_info"], capture_output=True, text=True, timeout=120).stdout
    return sum(int(kb) for kb in re.findall(r"(?:generation|total)\s+total \d+K, used (\d+)K|total \d+K, used (\d+)K", text)
               for kb in kb if kb) / 1024


def numbers(path):
    """The frames' numbers, piece by piece, decoded by ffmpeg."""
    decode = subprocess.Popen(["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"], stdout=subprocess.PIPE)
    while piece := decode.stdout.read(1 << 20):
        yield struct.unpack(f"<{len(piece) // 4}I", piece)
    if decode.wait():
        sys.exit(f"{path} does not decode")


def odd(piece, expected):
    """Where the numbers of a piece are not what they should be: (index, count, whether all of them are 0)."""
    found, i = [], 0
    while i < len(piece):
        if piece[i] == (expected + i) % NUMBERS:
            i += 1
            continue
        begin = i
        while i < len(piece) and piece[i] != (expected + i) % NUMBERS:
            i += 1
        found.append((begin, i - begin, not any(piece[begin:i])))
    return found


def check(out, source, rate):
    """Problems of a source's files; what was lost and filled; splits that are a frame beside; files; frames."""
    problems, lost, beside, base, frames = [], [], [], None, 0
    files = sorted(glob.glob(os.path.join(out, f"{source}_*")))
    for i, path in enumerate(files):
        count = 0
        for piece in numbers(path):
            if base is None:
                base = piece[0]
            expected = base + frames + count
            if piece != tuple(n % NUMBERS for n in range(expected, expected + len(piece))):
                for at, length, zeros in odd(piece, expected):
                    where = f"{os.path.basename(path)}, frame {count + at}: {length} frames"
                    (lost if zeros else problems).append(f"{where} {'lost, filled' if zeros else 'are others'}")
            count += len(piece)
        frames += count
        if 0 < i < len(files) - 1 and count != 3600 * rate:
            (problems if abs(count - 3600 * rate) > 1 else beside).append(f"{os.path.basename(path)}: {count} frames, not {3600 * rate}")
    return problems, lost, beside, len(files), frames


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--config", required=True)
    ap.add_argument("--module", required=True)
    ap.add_argument("--speed", type=int, default=30)
    ap.add_argument("--hours", type=float, default=24)
    ap.add_argument("--rate", type=int, default=8000)
    a = ap.parse_args()
    work = tempfile.mkdtemp()
    out = os.path.join(work, "recordings")
    toml = [f"[general]\noutput_directory = {json.dumps(out)}\nsplit_minutes = 60"]
    for source, form in ("wav", "wav"), ("flac", "flac"):
        toml.append(f"""[sources.{source}]\ntype = "soundcard"\nbackend = "alsa"\ndevice = "mic:RATE={a.rate}"
sample_rate = {a.rate}\nformat = "{form}"\nfilename_pattern = "{source}_%Y%m%d_%H%M%S\"""")
    config = os.path.join(work, "isr.toml")
    with open(config, "w") as f:
        f.write("\n".join(toml) + "\n")
    variables = dict(os.environ, LD_PRELOAD=library(), FAKETIME=f"+0 x{a.speed}", FAKETIME_DONT_FAKE_MONOTONIC="0",
                     ALSA_CONFIG_PATH=os.path.abspath(a.config), ALSA_SCRIPTED_LIB=os.path.abspath(a.module))
    subprocess.run([os.path.join(HOME, "isr"), "--version"], check=True)  # builds it on the real clock
    isr = subprocess.Popen([os.path.join(HOME, "isr"), "record", "-c", config], env=variables,
                           stdout=open(os.path.join(work, "log"), "w"), stderr=subprocess.STDOUT)
    begun = time.monotonic()
    print(f"{'hour':>6}{'pss MB':>9}{'heap MB':>9}{'threads':>9}{'files':>7}", flush=True)
    try:
        for hour in range(1, int(a.hours) + 1):
            time.sleep(max(0, begun + hour * 3600 / a.speed - time.monotonic()))
            if isr.poll() is not None:
                sys.exit(f"isr has ended: see {work}/log")
            print(f"{hour:6}{memory_mb(isr.pid):9.1f}{heap_mb(isr.pid):9.1f}"
                  f"{len(os.listdir(f'/proc/{isr.pid}/task')):9}{len(os.listdir(f'/proc/{isr.pid}/fd')):7}", flush=True)
    finally:
        isr.send_signal(signal.SIGTERM)
        isr.wait()
    told = subprocess.run(f"grep -h '\"type\":\"gap\"' {out}/.isr/ledger/*", shell=True, capture_output=True, text=True).stdout.splitlines()
    print("\n".join(told))
    bad = []
    for source in "wav", "flac":
        problems, lost, beside, files, frames = check(out, source, a.rate)
        gaps = sum(f'"source":"{source}"' in line for line in told)
        print("\n".join(lost + beside + problems[:20]))
        print(f"{source}: {files} files, {frames} frames, {frames / a.rate / 3600:.4f} h; "
              f"{len(lost)} losses, {gaps} told; {len(beside)} hours with a frame too many or few; {len(problems)} problems")
        bad += problems + ([] if len(lost) <= gaps else ["not told"])
    if bad:
        sys.exit(f"kept: {work}")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
