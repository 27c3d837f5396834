#!/usr/bin/env python3
"""How quickly recordings are analysed, with ffmpeg decoding the same file beside it.

For each format an hour of 44.1 kHz stereo is made. Then, in turn, `isr analyze` (without what it
has kept) and `ffmpeg -v error -i FILE -f null -` are run, and the median of the ratios of their
wall times is told, with the largest resident memory of isr; once without any ffmpeg on isr's PATH,
once with it. At last isr again, with what it has kept.

With --serve it is not the command that is measured, but a request to `isr serve`, which runs on, as
it does for users: from the request for a waveform until it is there; "again" is the next request.

  bench/analysis.py [--serve] [--pairs 5] [--seconds 3600] [--format mp3 ...] [--keep DIR]

Needs ffmpeg and a built isr. Nothing else should run.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ISR = Path(__file__).resolve().parent.parent / "isr"
ENCODERS = {
    "wav": ["-c:a", "pcm_s16le"],
    "flac": ["-c:a", "flac"],
    "mp3": ["-c:a", "libmp3lame", "-b:a", "128k"],
    "ogg": ["-c:a", "libvorbis", "-q:a", "4"],
    "opus": ["-c:a", "libopus", "-b:a", "128k"],
    "aac": ["-c:a", "aac", "-b:a", "128k"],
}
# Noise and tones that come and go, so that blocks of all kinds occur.
SIGNAL = (
    "anoisesrc=c=pink:r=44100:a=0.3:s=1:d={0}[n1];anoisesrc=c=pink:r=44100:a=0.3:s=2:d={0}[n2];"
    "[n1][n2]join=inputs=2:channel_layout=stereo,volume='0.2+0.8*abs(sin(t/3))':eval=frame[n];"
    "aevalsrc='0.2*sin(2*PI*(220+110*sin(t/7))*t)|0.2*sin(2*PI*330*t)*lt(mod(t,5),3)':s=44100:d={0}[t];"
    "[n][t]amix=inputs=2:normalize=0"
)


def make(directory, form, seconds):
    file = directory / f"hour.{form}"
    if not file.exists():
        wav = directory / "hour.wav"
        source = ["-i", str(wav)] if wav.exists() and form != "wav" else [
            "-filter_complex", SIGNAL.format(seconds), "-ar", "48000" if form == "opus" else "44100"]
        subprocess.run(["ffmpeg", "-v", "error", *source, *ENCODERS[form], str(file)], check=True)
    return file


def timed(command, environment):
    """Wall seconds and the largest resident memory in MB."""
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return time.monotonic() - started, usage.ru_maxrss / 1024


class Server:
    """isr serve, that analyses and is asked until it has."""

    def __init__(self, isr, directory, environment):
        self.kept = directory / ".isr" / "waveforms"
        log = open(directory / "serve.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen([str(isr), "serve", "--dir", str(directory), "--port", "0"],
                                        env=environment, stdout=log, stderr=log)
        self.url = None
        while not self.url:
            time.sleep(0.2)
            for line in open(directory / "serve.log", encoding="utf-8"):
                if "isr: open " in line:
                    self.url = line.split("isr: open ")[1].strip()

    def ask(self, file):
        """Seconds until the waveform of a file is there."""
        url = f"{self.url}api/recordings/{file.parent.name}/{file.name}/waveform"
        started = time.monotonic()
        while True:
            try:
                with urllib.request.urlopen(url) as answer:
                    answer.read()
                    if answer.status == 200:
                        return time.monotonic() - started
            except urllib.error.HTTPError as e:
                sys.exit(f"{url}: {e.code} {e.read()}")
            time.sleep(0.05)

    def forget(self):
        shutil.rmtree(self.kept, ignore_errors=True)

    def peak(self):
        """The largest resident memory in MB."""
        for line in open(f"/proc/{self.process.pid}/status", encoding="utf-8"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def close(self):
        self.process.terminate()
        self.process.wait()


def measure_served(isr, file, environment, pairs, directory):
    ratios, mine = [], []
    server = Server(isr, directory, environment)
    try:
        for _ in range(pairs):
            server.forget()
            seconds = server.ask(file)
            theirs, _ = timed(["ffmpeg", "-v", "error", "-nostdin", "-i", str(file), "-f", "null", "-"], os.environ)
            ratios.append(seconds / theirs)
            mine.append(seconds)
        again = min(server.ask(file) for _ in range(3))
        return statistics.median(ratios), statistics.median(mine), server.peak(), again
    finally:
        server.close()


def environments(directory):
    """isr's, without and with ffmpeg to be found."""
    programs = directory / "programs"
    programs.mkdir(exist_ok=True)
    for folder in os.environ["PATH"].split(":"):
        for program in Path(folder).glob("*") if os.path.isdir(folder) else []:
            link = programs / program.name
            if program.name != "ffmpeg" and not link.is_symlink():
                link.symlink_to(program)
    kept = {**os.environ, "XDG_CACHE_HOME": str(directory / "cache")}
    return {"Java alone": {**kept, "PATH": str(programs)}, "with ffmpeg": kept}


def measure(isr, file, environment, pairs, directory):
    ratios, mine, peak = [], [], 0
    for _ in range(pairs):
        shutil.rmtree(directory / "cache", ignore_errors=True)
        seconds, resident = timed([str(isr), "analyze", str(file)], environment)
        theirs, _ = timed(["ffmpeg", "-v", "error", "-nostdin", "-i", str(file), "-f", "null", "-"], os.environ)
        ratios.append(seconds / theirs)
        mine.append(seconds)
        peak = max(peak, resident)
    again, _ = timed([str(isr), "analyze", str(file)], environment)
    return statistics.median(ratios), statistics.median(mine), peak, again


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--serve", action="store_true")
    arguments.add_argument("--seconds", type=int, default=3600)
    arguments.add_argument("--format", nargs="*", default=list(ENCODERS))
    arguments.add_argument("--isr", type=Path, default=ISR, help="another one, such as an image that stays as it is")
    arguments.add_argument("--keep", type=Path, help="where the files are made, and stay")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        directory = options.keep or Path(temporary)
        directory.mkdir(parents=True, exist_ok=True)
        subprocess.run([str(options.isr), "--version"], check=True, stdout=subprocess.DEVNULL)
        for form in options.format:
            file = make(directory, form, options.seconds)
            for name, environment in environments(directory).items():
                if form == "aac" and name == "Java alone":
                    continue
                how = measure_served if options.serve else measure
                ratio, mine, peak, again = how(options.isr, file, environment, options.pairs, directory)
                print(f"{form:5} {name:12} {ratio:5.2f} times ffmpeg, {mine:6.2f} s, {peak:4.0f} MB; again {again:.3f} s", flush=True)


if __name__ == "__main__":
    main()
