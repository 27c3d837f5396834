#!/usr/bin/env python3
"""What it costs to record many live streams: isr beside other recorders, in alternating runs.

    ISR_LOAD_RIG=DIR bench/streams.py [--rounds 5] [--n 100 500] [--seconds 60] [--with curl pyrec]
                                      [--together] [--warm 12] [--split 15] [--format mp3]

DIR holds a load rig that is not part of this repository: livesrv.c (a paced Icecast), crec.c (a
recorder in C on epoll, the floor), make-assets.sh, measure.py (the meter), pyrec.py. It is built in
target/bench. All traffic stays on the loopback interface.

A JVM compiles what has become hot for minutes, which a recorder that runs for months does once:
--together starts all recorders at once, each with a server of its own, waits --warm seconds, and
takes the rounds as windows that follow one another, in which all are measured at the same time.
All recorders that split files do so every --split seconds; windows should hold whole files.

Otherwise each round runs every recorder once, in turning order, so that what the machine does besides meets
all of them; ratios are taken within a round, to crec-rw, and the median of the rounds counts.
Streams are MP3 at 128 kbit/s in 11.4 chunks a second, as an Icecast 2.4 sends them; --format takes
opus, vorbis, or flac (in Ogg, 11.4 chunks a second as well) instead.

cpu      CPU milliseconds per stream and second (user and system, all threads)
ratio    that, over crec-rw's of the same round
pss      proportional memory, MB, at the end of the window
wakeups  voluntary context switches per stream and second
per MB   CPU milliseconds per megabyte sent
in files audio in the files after a clean stop, percent of what the server had sent; for isr and MP3
         from the ledger's sample counts, so that headers and lead-in do not count; else bytes of
         the files, with headers and lead-in
"""
import argparse, json, os, resource, shutil, signal, statistics, subprocess, sys, tempfile, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(HERE)
WORK = os.path.join(HOME, "target", "bench")
BYTES_PER_SAMPLE = 128_000 / 8 / 44_100


def record(base, n, out, split):
    """Becomes isr, recording streams 0 to n-1; called by the meter."""
    lines = ["[general]", f"output_directory = {json.dumps(out)}",
             f"split_minutes = {int(split) / 60:.4f}", 'filename_pattern = "%{source}_%Y%m%d_%H%M%S"',
             f"log_file = {json.dumps(os.path.join(out, 'isr.log'))}"]
    for i in range(int(n)):
        lines += [f"[sources.s{i}]", 'type = "stream"', f"url = {json.dumps(base + str(i))}"]
    config = os.path.join(out, "isr.toml")
    with open(config, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    isr = os.path.join(HOME, "isr")
    os.execv(isr, [isr, "record", "-c", config])


def build(rig, scratch, assets):
    """The rig's programs, and its media unless there are some."""
    os.makedirs(os.path.join(scratch, "bin"), exist_ok=True)
    for name in ("livesrv", "crec"):
        subprocess.run(["cc", "-O2", "-o", os.path.join(scratch, "bin", name), os.path.join(rig, name + ".c")], check=True)
    if not os.path.exists(os.path.join(assets, "live.mp3")):
        subprocess.run(["sh", os.path.join(rig, "make-assets.sh"), assets], check=True, stdout=subprocess.DEVNULL)


def samples_in_ledger(out):
    """Audible samples of all closed segments."""
    total, folder = 0, os.path.join(out, ".isr", "ledger")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f:
                entry = json.loads(line)
                if entry["type"] == "segment-closed":
                    total += entry["samples"]
    return total


def run(a, scratch, assets, kind, n):
    """One recorder, one window; the meter's numbers."""
    work = tempfile.mkdtemp(dir=scratch)
    result = os.path.join(work, "result.jsonl")
    argv = [sys.executable, os.path.join(a.rig, "measure.py"), "--bin", os.path.join(scratch, "bin"),
            "--assets", assets, "--work", work, "--json", result, "--n", str(n), "--fmt", a.format,
            "--seconds", str(a.seconds), "--warm", str(a.warm), "--split", str(a.split), "--server", "--tick 88", "--keep"]
    if kind == "isr":
        # The meter splits the command at blanks.
        argv += ["--kind", "cmd", "--cmd", f"{sys.executable} {os.path.abspath(__file__)} --record {{base}} {{n}} {{out}} {{split}}"]
    else:
        argv += ["--kind", kind]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    with open(result, encoding="utf-8") as f:
        r = json.loads(f.readline())
    r["cpu_ms_per_mb"] = r["cpu_ms_per_stream_s"] * n * a.seconds / (r["srv_audio_mb"] or 1)
    if kind == "isr" and a.format == "mp3":
        out = next(os.path.join(work, d) for d in os.listdir(work) if d.startswith("cmd-") and os.path.isdir(os.path.join(work, d)))
        r["got_pct"] = 100 * samples_in_ledger(out) * BYTES_PER_SAMPLE / (r["total_audio_mb"] * 1e6)
    if r["live_end"] != n:
        print(f"  {kind}: only {r['live_end']} of {n} streams were recorded at the end", file=sys.stderr)
    shutil.rmtree(work, ignore_errors=True)
    return r


class Running:
    """A recorder with a server of its own."""

    def __init__(self, a, scratch, assets, kind, n, life):
        self.kind, self.n, self.format = kind, n, a.format
        self.work = tempfile.mkdtemp(dir=scratch)
        self.out = os.path.join(self.work, "out")
        os.mkdir(self.out)
        port_file = os.path.join(self.work, "port")
        self.server = subprocess.Popen(
            [os.path.join(scratch, "bin", "livesrv"), "--port", "0", "--port-file", port_file, "--assets", assets,
             "--duration", str(life), "--quiet", "--formats", a.format, "--tick", "88"])
        while not (os.path.exists(port_file) and open(port_file).read().strip()):
            time.sleep(0.1)
        self.port = int(open(port_file).read())
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.processes = [subprocess.Popen(c, **quiet) for c in self.commands(a, scratch)]

    def commands(self, a, scratch):
        base, split = f"http://127.0.0.1:{self.port}/{a.format}/", str(a.split)
        if self.kind == "isr":
            return [[sys.executable, os.path.abspath(__file__), "--record", base, str(self.n), self.out, split]]
        if self.kind == "curl":
            return [["curl", "-s", "-o", os.path.join(self.out, str(i)), base + str(i)] for i in range(self.n)]
        if self.kind == "pyrec":
            return [[sys.executable, os.path.join(a.rig, "pyrec.py"), "--base", base, "--n", str(self.n), "--out", self.out, "--split", split]]
        return [[os.path.join(scratch, "bin", "crec"), "--base", base, "--n", str(self.n), "--out", self.out,
                 "--split", split, "--duration", "100000", "--mode", "rw"]]

    def stats(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats", timeout=10) as answer:
            return json.load(answer)

    def cpu_ms(self):
        """Of all threads, also of those that have ended; of many processes more exactly than in ticks."""
        if len(self.processes) > 1:
            return sum(int(open(f"/proc/{p.pid}/schedstat").read().split()[0]) for p in self.processes) / 1e6
        fields = open(f"/proc/{self.processes[0].pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def pss_mb(self):
        kb = 0
        for p in self.processes:
            with open(f"/proc/{p.pid}/smaps_rollup") as f:
                kb += next(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        return kb / 1024

    def wakeups(self):
        count = 0
        for p in self.processes:
            for task in os.listdir(f"/proc/{p.pid}/task"):
                try:
                    with open(f"/proc/{p.pid}/task/{task}/status") as f:
                        count += next(int(line.split()[1]) for line in f if line.startswith("voluntary"))
                except OSError:
                    pass  # a thread that has ended
        return count

    def stop(self):
        """Ends it as a user would; percent of what the server had sent that is in files."""
        for p in self.processes:
            p.send_signal(signal.SIGTERM)
        for p in self.processes:
            p.wait()
        sent = self.stats()["audio_bytes"]
        if self.kind == "isr" and self.format == "mp3":
            got = samples_in_ledger(self.out) * BYTES_PER_SAMPLE
        else:
            got = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(self.out)
                      if ".isr" not in d for f in files if not f.startswith("isr."))
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.work, ignore_errors=True)
        return 100 * got / sent


def together(a, scratch, assets, kinds, n):
    """All recorders at once; a list of windows of all."""
    life = a.warm + a.rounds * (a.seconds + 5) + 300
    running = [Running(a, scratch, assets, kind, n, life) for kind in kinds]
    try:
        time.sleep(a.warm)
        rounds = []
        for i in range(a.rounds):
            before = [(r.cpu_ms(), r.wakeups(), r.stats()["audio_bytes"], time.monotonic()) for r in running]
            time.sleep(a.seconds)
            window = {}
            for r, (cpu, woken, sent, since) in zip(running, before):
                per = 1 / (time.monotonic() - since) / n
                spent = r.cpu_ms() - cpu
                window[r.kind] = dict(cpu_ms_per_stream_s=spent * per, pss_mb=r.pss_mb(),
                                      cpu_ms_per_mb=spent / ((r.stats()["audio_bytes"] - sent) / 1e6),
                                      vol_per_stream_s=(r.wakeups() - woken) * per)
                if r.stats()["live"] != n:
                    print(f"  {r.kind}: only {r.stats()['live']} of {n} streams are being recorded", file=sys.stderr)
            rounds.append(window)
            print(f"window {i + 1}, {n} streams: " + ", ".join(
                f"{k} {window[k]['cpu_ms_per_stream_s']:.4f} ms {window[k]['pss_mb']:.0f} MB" for k in kinds), flush=True)
    finally:
        in_files = {r.kind: r.stop() for r in running}
    for window in rounds:
        for kind in kinds:
            window[kind]["got_pct"] = in_files[kind]
    return rounds


def report(n, kinds, rounds):
    print(f"\n{n} streams, medians of {len(rounds)} rounds")
    print(f"{'':10}{'cpu':>9}{'ratio':>8}{'(min - max)':>16}{'pss':>8}{'wakeups':>9}{'per MB':>9}{'in files':>10}")
    for kind in kinds:
        of = [r[kind] for r in rounds]
        med = lambda key: statistics.median(x[key] for x in of)
        ratios = [r[kind]["cpu_ms_per_stream_s"] / r[kinds[0]]["cpu_ms_per_stream_s"] for r in rounds]
        print(f"{kind:10}{med('cpu_ms_per_stream_s'):9.4f}{statistics.median(ratios):8.2f}"
              f"{f'({min(ratios):.2f} - {max(ratios):.2f})':>16}{med('pss_mb'):8.1f}"
              f"{med('vol_per_stream_s'):9.2f}{med('cpu_ms_per_mb'):9.2f}{med('got_pct'):9.2f}%", flush=True)


def main():
    if sys.argv[1:2] == ["--record"]:
        record(*sys.argv[2:6])
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--rig", default=os.environ.get("ISR_LOAD_RIG"), help="default: $ISR_LOAD_RIG")
    ap.add_argument("--assets", help="media made by the rig's make-assets.sh; default: made in target/bench")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--n", type=int, nargs="+", default=[100, 500])
    ap.add_argument("--format", default="mp3", choices=["mp3", "opus", "vorbis", "flac"])
    ap.add_argument("--seconds", type=float, default=60)
    ap.add_argument("--warm", type=float, default=12)
    ap.add_argument("--split", type=int, default=15, help="seconds per file")
    ap.add_argument("--together", action="store_true")
    ap.add_argument("--with", dest="others", nargs="*", default=["curl", "pyrec"])
    a = ap.parse_args()
    if not a.rig:
        ap.error("where is the rig? Set ISR_LOAD_RIG or --rig")
    assets = a.assets or os.path.join(WORK, "assets")
    build(a.rig, WORK, assets)
    subprocess.run([os.path.join(HOME, "isr"), "--version"], check=True)  # builds it where needed
    kinds = ["crec-rw", "isr"] + a.others
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    for n in a.n:
        if a.together:
            report(n, kinds, together(a, WORK, assets, kinds, n))
            continue
        rounds = []
        for i in range(a.rounds):
            turned = kinds[i % len(kinds):] + kinds[:i % len(kinds)]
            rounds.append({kind: run(a, WORK, assets, kind, n) for kind in turned})
            print(f"round {i + 1}, {n} streams: " + ", ".join(
                f"{k} {rounds[-1][k]['cpu_ms_per_stream_s']:.4f}" for k in kinds), flush=True)
        report(n, kinds, rounds)


if __name__ == "__main__":
    main()
