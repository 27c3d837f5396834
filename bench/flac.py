#!/usr/bin/env python3
"""What our FLAC encoder costs beside `flac`, and how large its files are, in alternating runs.

    bench/flac.py [--minutes 60] [--rounds 3] [--bits 16 24] [--level 5] [--dir DIR] [--keep]

Makes raw samples that are like music (chords that change, with harmonics and envelopes, on noise that
swells; 44.1 kHz stereo) below DIR (target/bench/flac), with ffmpeg: three minutes, again and again. Each round codes them once with
`flac` and once with isr.bench.FlacRecording, in turning order: a process of its own with the launcher's
JVM flags, which takes the samples in packets of 100 ms as a card gives them, and writes a segment.

cpu      seconds of user and system time of all threads, start and compilation of the JVM included
ratio    that, over flac's of the same round; the median of the rounds counts
size     bytes over flac's
decoded  whether `flac -t` is silent, and `flac -d` gives the very samples (MD5)

Build first: ./mvnw -q -Pbench -DskipTests package
"""
import argparse, hashlib, os, resource, shutil, statistics, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
RATE, CHANNELS = 44_100, 2
PIECE_SECONDS = 180
RAW = ["--force-raw-format", "--endian=little", "--sign=signed"]


def note(hertz, every, shift, level, pan):
    """A decaying tone with harmonics, whose pitch walks over a scale; as expressions for left and right."""
    pitch = f"{hertz}*pow(2,mod(floor((t+{shift})/{every})*7,12)/12)"
    envelope = f"exp(-{2.2 / every:.3f}*mod(t+{shift},{every}))"
    tone = "+".join(f"{1 / (k * k):.4f}*sin(2*PI*{k}*t*{pitch})" for k in (1, 2, 3, 5))
    return [f"{level * side}*{envelope}*({tone})" for side in (1 - pan, pan)]


def generate(path, bits, seconds):
    """Raw samples: a generated piece, repeated."""
    piece = path + ".piece"
    compose(piece, bits, min(seconds, PIECE_SECONDS))
    left = int(seconds * RATE) * CHANNELS * bits // 8
    with open(path, "wb") as out:
        while left > 0:
            with open(piece, "rb") as f:
                for block in iter(lambda: f.read(min(left, 1 << 20)), b""):
                    left -= out.write(block)
    os.remove(piece)


def compose(path, bits, seconds):
    notes = [note(110, 2, 0.3, 0.30, 0.5), note(220, 0.5, 0, 0.22, 0.3), note(329.6, 0.75, 0.1, 0.18, 0.7),
             note(523.3, 0.25, 0.05, 0.10, 0.6)]
    tones = "|".join("+".join(n[side] for n in notes) for side in (0, 1))
    graph = (f"aevalsrc='{tones}':s={RATE}[t];anoisesrc=c=pink:r={RATE}:a=0.08:s=1,tremolo=f=0.37:d=0.8,"
             f"aformat=channel_layouts=stereo[m];anoisesrc=c=brown:r={RATE}:a=0.04:s=2[l];"
             f"anoisesrc=c=pink:r={RATE}:a=0.01:s=3[r];[l][r]join=inputs=2:channel_layout=stereo[s];"
             "[t]aformat=channel_layouts=stereo[u];[u][m][s]amix=inputs=3:normalize=0,alimiter=limit=0.97:level=0")
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", graph, "-t", str(seconds),
                    "-f", f"s{bits}le", "-c:a", f"pcm_s{bits}le", path], check=True)


def jvm():
    """The launcher's command up to the class path."""
    jars = os.path.join(HOME, "cli", "target", "isr", "lib")
    bench = next(os.path.join(HERE, "target", f) for f in os.listdir(os.path.join(HERE, "target"))
                 if f.startswith("isr-bench") and f.endswith(".jar"))
    return ["java", "-XX:+UseSerialGC", "-Xss256k", "-Xms28m", "-Xmn18m", "-XX:SurvivorRatio=2", "-XX:-UsePerfData",
            "-cp", f"{jars}/*:{bench}"]


def cpu(command):
    """CPU seconds of a program that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def md5(stream):
    digest = hashlib.md5()
    for block in iter(lambda: stream.read(1 << 20), b""):
        digest.update(block)
    return digest.hexdigest()


def is_right(file, raw):
    """Whether flac has nothing to say against the file, and decodes the samples."""
    test = subprocess.run(["flac", "-s", "-t", file], stderr=subprocess.PIPE, check=False)
    with subprocess.Popen(["flac", "-s", "-d", "-c", *RAW, file], stdout=subprocess.PIPE) as decoder:
        decoded = md5(decoder.stdout)
    with open(raw, "rb") as f:
        return test.returncode == 0 and not test.stderr and decoder.returncode == 0 and decoded == md5(f)


def compare(a, bits):
    raw = os.path.join(a.dir, f"music{bits}.raw")
    if not os.path.exists(raw):
        generate(raw, bits, a.minutes * 60)
    theirs, ours = os.path.join(a.dir, "flac.flac"), os.path.join(a.dir, "isr.flac")
    flac = ["flac", "-s", "-f", f"-{a.level}", *RAW, f"--channels={CHANNELS}", f"--bps={bits}",
            f"--sample-rate={RATE}", "-o", theirs, raw]
    isr = [*jvm(), "isr.bench.FlacRecording", raw, a.dir, str(RATE), str(CHANNELS), str(bits), str(a.level)]
    ratios = []
    for i in range(a.rounds):
        seconds = {}
        for name in ("flac", "isr") if i % 2 == 0 else ("isr", "flac"):
            if name == "isr" and os.path.exists(ours):
                os.remove(ours)
            seconds[name] = cpu(flac if name == "flac" else isr)
        ratios.append(seconds["isr"] / seconds["flac"])
        print(f"  {bits} bits: flac {seconds['flac']:6.2f} s, isr {seconds['isr']:6.2f} s, ratio {ratios[-1]:.2f}", flush=True)
    size = os.path.getsize(ours) / os.path.getsize(theirs) - 1
    right = is_right(ours, raw)
    print(f"{bits} bits, level {a.level}: ratio {statistics.median(ratios):.2f}, size {100 * size:+.2f} %,"
          f" {os.path.getsize(theirs) / os.path.getsize(raw):.3f} of the samples, decoded {'equal' if right else 'WRONG'}")
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bits", type=int, nargs="+", default=[16, 24])
    parser.add_argument("--level", type=int, default=5)
    parser.add_argument("--dir", default=os.path.join(HOME, "target", "bench", "flac"))
    parser.add_argument("--keep", action="store_true")
    a = parser.parse_args()
    os.makedirs(a.dir, exist_ok=True)
    try:
        return 0 if all([compare(a, bits) for bits in a.bits]) else 1
    finally:
        if not a.keep:
            shutil.rmtree(a.dir)


if __name__ == "__main__":
    sys.exit(main())
