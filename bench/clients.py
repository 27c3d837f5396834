#!/usr/bin/env python3
"""Whether a recorder with a page (isr record --web) loses anything while many clients use the page.

    ISR_LOAD_RIG=DIR bench/clients.py [--streams 100] [--clients 50] [--seconds 120] [--minutes 60]

DIR is the load rig of bench/streams.py. isr records live MP3 streams at 128 kbit/s; beside what it
records there are long files (of --minutes, made with ffmpeg in target/bench). After half a minute the clients begin:
some download whole files, some read ranges here and there, some analyse and draw waveforms, some cut; one
more, the user, asks for the page, for the list, for a search and for the status five times a second, and
its times are told. All on one machine, the clients in Python: they take most of both cores.

in files   audio in the files after a clean stop, percent of what the server had sent
gaps, late what the ledger tells, besides "stopped" at the end
"""
import argparse, json, os, random, resource, shutil, statistics, subprocess, sys, tempfile, threading, time
import urllib.error, urllib.parse, urllib.request

import streams

MAKE = {"mp3": ["-c:a", "libmp3lame", "-b:a", "128k"], "flac": ["-c:a", "flac"], "ogg": ["-c:a", "libvorbis"],
        "opus": ["-c:a", "libopus"]}


class Recorder(streams.Running):
    """isr with a page."""

    def commands(self, a, scratch):
        for form in MAKE:
            shutil.copy(os.path.join(a.long, f"long.{form}"), self.out)
        lines = ["[general]", f"output_directory = {json.dumps(self.out)}", f"split_minutes = {a.split / 60:.4f}",
                 'filename_pattern = "%{source}_%Y%m%d_%H%M%S"', f"log_file = {json.dumps(self.out + '.log')}",]
        for i in range(self.n):
            lines += [f"[sources.s{i}]", 'type = "stream"', f"url = \"http://127.0.0.1:{self.port}/mp3/{i}\""]
        config = self.out + ".toml"
        with open(config, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        return [[os.path.join(streams.HOME, "isr"), "record", "-c", config, "--web", "--port", "0"]]

    def url(self):
        for _ in range(600):
            try:
                for line in open(self.out + ".log", encoding="utf-8"):
                    if " web: http" in line:
                        return line.rsplit(" web: ", 1)[1].strip().rstrip("/")
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit("isr does not listen")

    def troubles(self):
        """Gaps and late deliveries of the ledger."""
        folder, found = os.path.join(self.out, ".isr", "ledger"), []
        for name in os.listdir(folder):
            for line in open(os.path.join(folder, name), encoding="utf-8"):
                entry = json.loads(line)
                if entry["type"] in ("gap", "late"):
                    found.append(entry)
        return found


class Clients:
    def __init__(self, base):
        self.base, self.end, self.lock = base, threading.Event(), threading.Lock()
        self.done, self.bytes, self.failed, self.times, self.busy = {}, 0, [], {}, 0

    def get(self, path, headers=None, keep=False):
        request = urllib.request.Request(self.base + path, headers=headers or {})
        size, kept = 0, []
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status = answer.status
                for block in iter(lambda: answer.read(1 << 16), b""):
                    size += len(block)
                    if keep:
                        kept.append(block)
                    if self.end.is_set():
                        break
        except urllib.error.HTTPError as e:
            status = e.code
            e.read()
        with self.lock:
            self.bytes += size
            if status == 503:
                self.busy += 1
            elif status not in (200, 202, 206, 409, 416, 422):
                self.failed.append(f"{status} {path}")
        return status, b"".join(kept)

    def files(self):
        _, text = self.get("/api/recordings?limit=200", keep=True)
        return json.loads(text)["recordings"]

    @staticmethod
    def path(file):
        return "/".join(urllib.parse.quote(part) for part in [file["root"], *file["path"].split("/")])

    def download(self, file):
        self.get("/download/" + self.path(file))

    def seek(self, file):
        at = random.randrange(max(1, file["bytes"] - 200_000))
        self.get("/stream/" + self.path(file), {"Range": f"bytes={at}-{at + 199_999}"})

    def analyse(self, file):
        part = "/api/recordings/" + self.path(file) + "/"
        status = 202
        while status == 202 and not self.end.is_set():
            status, _ = self.get(part + "waveform")
            time.sleep(0.4)
        if status == 200:
            self.get(part + f"waveform-peaks?points=1500&from=0&to={random.uniform(1, 60):.2f}")

    def cut(self, file):
        length = file.get("seconds") or 10
        at = random.uniform(0, max(0.1, length - 20))
        self.get(f"/api/recordings/{self.path(file)}/cut?from={at:.2f}&to={at + 15:.2f}")

    def work(self, what):
        name, action = what
        try:
            while not self.end.is_set():
                for file in random.sample(files := self.files(), min(10, len(files))):
                    if self.end.is_set():
                        return
                    if random.random() < 0.3:
                        long = [f for f in files if f["name"].startswith("long")]
                        file = random.choice(long or [file])
                    action(file)
                    with self.lock:
                        self.done[name] = self.done.get(name, 0) + 1
        except Exception as e:  # pylint: disable=broad-except
            self.failed.append(f"{name}: {e!r}")

    def user(self):
        asked = {"page": "/", "list": "/api/recordings?limit=50", "search": "/api/recordings?query=s7&limit=50",
                 "status": "/api/status", "script": "/page/main.js"}
        while not self.end.is_set():
            for name, path in asked.items():
                begun = time.monotonic()
                status, _ = self.get(path)
                self.times.setdefault(name, []).append(time.monotonic() - begun)
                if status != 200:
                    self.failed.append(f"user: {status} {path}")
            time.sleep(0.2)


def make_long(directory, minutes):
    os.makedirs(directory, exist_ok=True)
    for form, codec in MAKE.items():
        file = os.path.join(directory, f"long.{form}")
        if not os.path.exists(file):
            subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=c=pink:r=44100:a=0.2,tremolo=f=0.2:d=0.9",
                            "-ac", "2", "-t", str(minutes * 60), *codec, file], check=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rig", default=os.environ.get("ISR_LOAD_RIG"), help="default: $ISR_LOAD_RIG")
    ap.add_argument("--streams", type=int, default=100)
    ap.add_argument("--clients", type=int, default=50)
    ap.add_argument("--seconds", type=float, default=120)
    ap.add_argument("--minutes", type=int, default=60)
    ap.add_argument("--split", type=int, default=30)
    a = ap.parse_args()
    if not a.rig:
        ap.error("where is the rig? Set ISR_LOAD_RIG or --rig")
    a.format, a.long = "mp3", os.path.join(streams.WORK, f"long-{a.minutes}")
    assets = os.path.join(streams.WORK, "assets")
    streams.build(a.rig, streams.WORK, assets)
    make_long(a.long, a.minutes)
    subprocess.run([os.path.join(streams.HOME, "isr"), "--version"], check=True)
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    recorder = Recorder(a, streams.WORK, assets, "isr", a.streams, a.seconds + 600)
    troubles = []
    try:
        clients = Clients(recorder.url())
        time.sleep(30)
        kinds = [("download", clients.download), ("seek", clients.seek), ("analyse", clients.analyse), ("cut", clients.cut)]
        threads = [threading.Thread(target=clients.work, args=(kinds[i % 4],)) for i in range(a.clients)]
        threads.append(threading.Thread(target=clients.user))
        for thread in threads:
            thread.start()
        time.sleep(a.seconds)
        memory, live = recorder.pss_mb(), recorder.stats()["live"]
        clients.end.set()
        for thread in threads:
            thread.join()
        time.sleep(5)
        for process in recorder.processes:
            process.terminate()
            process.wait()
        troubles = recorder.troubles()
        sent = recorder.stats()["audio_bytes"]
        got = streams.samples_in_ledger(recorder.out) * streams.BYTES_PER_SAMPLE
        print(f"{a.streams} streams ({live} live at the end), {a.clients} clients: {clients.done}, "
              f"{clients.bytes / 1e6 / a.seconds:.0f} MB/s, {clients.busy} told to come back, PSS {memory:.0f} MB")
        print(f"in files {100 * got / sent:.2f} %, gaps and late deliveries: {len(troubles)} {troubles[:3]}")
        for name, times in clients.times.items():
            print(f"{name:8} median {1000 * statistics.median(times):6.0f} ms, longest {1000 * max(times):6.0f} ms of {len(times)}")
        print("failed:", clients.failed[:10] or "nothing")
    finally:
        for process in recorder.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        recorder.server.kill()
        recorder.server.wait()
        shutil.rmtree(recorder.work, ignore_errors=True)


if __name__ == "__main__":
    main()
