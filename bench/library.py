#!/usr/bin/env python3
"""How long the books of many recordings take to open: with a catalogue, and without one.

    bench/library.py [--files 100000] [--dir DIR] [--heap 128m] [--whole] [--keep]

Makes two libraries of as many small files below DIR (target/bench/library), under the names of many
days: one whose ledger knows them all, and one without a ledger, as if they had been copied there.
The files are copies of a few that ffmpeg makes: MP3 with and without a Xing header, AAC in ADTS,
Opus, Vorbis and FLAC, WAV; those of formats that isr does not know are left out. Each is a file of
its own, not a link.

isr.bench.LibraryStart does what a recorder does when it starts, as a process of its own with the
launcher's flags and the given heap. Printed, in seconds since the start of the JVM: when the
catalogue answers, and when it has all files on disk with the lengths that their headers tell. With
--whole also when the files are read whose headers do not tell it.

Build first: ./mvnw -q -Pbench -DskipTests package
"""
import argparse, datetime, json, os, shutil, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
TONE = ["-f", "lavfi", "-i", "sine=f=440:r=44100,volume=0.3", "-t", "2"]
# name: extension, ffmpeg's options, and what the ledger says of the track
SEEDS = {
    "mp3": ("mp3", "-c:a libmp3lame -b:a 64k -ac 1", {"codec": "mp3", "sampleRateHz": 44100, "channels": 1}),
    "mp3bare": ("mp3", "-c:a libmp3lame -q:a 6 -ac 1 -write_xing 0", {"codec": "mp3", "sampleRateHz": 44100, "channels": 1}),
    "aac": ("aac", "-c:a aac -b:a 64k -ac 1 -f adts", {"codec": "aac", "sampleRateHz": 44100, "channels": 1}),
    "opus": ("opus", "-c:a libopus -b:a 48k -ac 1", {"codec": "opus", "sampleRateHz": 48000, "channels": 1}),
    "wav": ("wav", "-ar 8000 -ac 1 -c:a pcm_s16le", {"codec": "pcm", "sampleRateHz": 8000, "channels": 1, "bits": 16}),
    "vorbis": ("ogg", "-c:a libvorbis -q:a 1 -ac 1", {"codec": "vorbis", "sampleRateHz": 44100, "channels": 1}),
    "flac": ("flac", "-ar 8000 -ac 1 -c:a flac", {"codec": "flac", "sampleRateHz": 8000, "channels": 1, "bits": 16}),
}
FORMATS = {"mp3": "mp3", "mp3bare": "mp3", "aac": "aac", "opus": "opus", "wav": "wav", "vorbis": "ogg", "flac": "flac"}
FIRST_DAY = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
FILES_A_DAY = 240


def classpath():
    lib = os.path.join(HOME, "cli", "target", "isr", "lib")
    classes = os.path.join(HERE, "target", "classes")
    if not os.path.isdir(lib) or not os.path.isdir(classes):
        sys.exit("build first: ./mvnw -q -Pbench -DskipTests package")
    return classes + ":" + lib + "/*"


def known_seeds(folder):
    """Makes the seeds, and keeps those that isr check finds audio in."""
    seeds = {}
    for name, (extension, options, track) in SEEDS.items():
        path = os.path.join(folder, f"{name}.{extension}")
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *TONE, *options.split(), path], check=True)
        checked = subprocess.run([os.path.join(HOME, "cli", "target", "isr", "isr"), "check", path], capture_output=True, text=True)
        if checked.returncode == 0:
            with open(path, "rb") as f:
                seeds[name] = (extension, f.read(), track)
        else:
            print(f"left out: {name}, which isr does not know")
    return seeds


def lines(path, name, start, track, size):
    end = start + datetime.timedelta(seconds=2)
    common = {"source": "radio-" + name.split("_")[0], "time": start.isoformat(), "path": path}
    yield {"type": "segment-opened", **common, "format": FORMATS[name], "start": start.isoformat(), "position": 0,
           "track": track, "session": start.strftime("%Y%m%dT%H%M%SZ-1")}
    yield {"type": "segment-closed", **common, "time": end.isoformat(), "samples": 2 * track["sampleRateHz"],
           "bytes": size, "reason": "split"}


def make(root, count, seeds, ledger):
    """A library of so many files; the ledger's folder when it has one."""
    os.makedirs(os.path.join(root, ".isr", "ledger"), exist_ok=True)
    names = list(seeds)
    size = 0
    for i in range(count):
        start = FIRST_DAY + datetime.timedelta(days=i // FILES_A_DAY, seconds=86400 // FILES_A_DAY * (i % FILES_A_DAY))
        name = names[i % len(names)]
        extension, content, track = seeds[name]
        path = f"{start:%Y/%m/%d}/{name}_{start:%Y%m%d_%H%M%S}.{extension}"
        full = os.path.join(root, path)
        if i % FILES_A_DAY < len(names):
            os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(content)
        size += len(content)
        if ledger:
            with open(os.path.join(root, ".isr", "ledger", f"{start:%Y-%m-%d}.jsonl"), "a", encoding="utf-8") as f:
                for line in lines(path, name, start, track, len(content)):
                    f.write(json.dumps(line, separators=(",", ":")) + "\n")
    print(f"{root}: {count} files, {size / 1e6:.0f} MB, {'with' if ledger else 'without'} a ledger", flush=True)


def start(title, root, heap, end="close"):
    print(f"-- {title}", flush=True)
    subprocess.run(["java", "-XX:+UseSerialGC", "-Xss256k", "-Xms24m", "-Xmn12m", "-XX:SurvivorRatio=4",
                    f"-Xmx{heap}", "-cp", classpath(), "isr.bench.LibraryStart", root, end], check=True)


def forget(root):
    for name in ("catalog.db", "catalog.db-wal", "catalog.db-shm"):
        try:
            os.remove(os.path.join(root, ".isr", name))
        except FileNotFoundError:
            pass


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--files", type=int, default=100_000)
    args.add_argument("--dir", default=os.path.join(HOME, "target", "bench", "library"))
    args.add_argument("--heap", default="128m")
    args.add_argument("--whole", action="store_true", help="wait for the files that have to be read whole")
    args.add_argument("--keep", action="store_true", help="keep the files for the next run")
    options = args.parse_args()
    os.makedirs(options.dir, exist_ok=True)
    seeds = known_seeds(options.dir)
    for kind in ("found", "ledger"):
        root = os.path.join(options.dir, kind)
        if not os.path.isdir(root):
            make(root, options.files, seeds, kind == "ledger")
        forget(root)
        start(f"{kind}: no catalogue", root, options.heap, "whole" if options.whole and kind == "found" else "close")
        start(f"{kind}: a catalogue", root, options.heap)
        start(f"{kind}: a catalogue, to be killed", root, options.heap, "kill")
        start(f"{kind}: a catalogue, after the kill", root, options.heap)
        if not options.keep:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
