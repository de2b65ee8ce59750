#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Counts the instructions of hot read paths for an administrator and for readers with 50 grants; prints a Markdown table.

    python3 Benchmarks/rights.py .build/release/allmende [--requests 50] [--folder FOLDER]

The server runs under callgrind, so times say nothing and load of the machine does not matter; needs the Debian package valgrind.
All see the same data: what differs is the predicate. One reader has a grant for each data set, the other sees every second one
by the role. Callgrind counts the whole process, and a server has other work (daily values of a new town, notes of the use of keys):
so it is left to finish that, everybody is asked in turn in each round, and the least of the rounds counts, as other work only adds.
"Anew" is the first request after the ten seconds for which a key that was looked up is remembered.
"""
import argparse
import collections
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

GRANTS = 50
ROUNDS = 9
REMEMBERED = 10
PATHS = {
    "latest value": "/v1.1/Datastreams({datastream})/Observations?$orderby=phenomenonTime%20desc&$top=1",
    "page of Things": "/v1.1/Things?$expand=Datastreams&$top=100",
    "items": "/ogc/collections/{collection}/items?f=json&limit=100",
}

# valgrind 3.19 writes into the mask that sigsuspend is given, which libdispatch keeps where nothing may be written
SHIM = """
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int sigsuspend(const sigset_t *mask) {
    sigset_t copy = *mask;
    return syscall(SYS_rt_sigsuspend, &copy, 8);
}
"""

parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("--requests", type=int, default=54, help="of each reader, in nine rounds")
parser.add_argument("--folder", default="")
options = parser.parse_args()
folder = pathlib.Path(options.folder or tempfile.mkdtemp())
town = folder / "town.gpkg"


def allmende(*arguments):
    run = subprocess.run([options.program, *map(str, arguments)], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))}: {run.stderr or run.stdout}")
    return run.stdout


def prepare():
    """A small fictional town whose data sets nobody sees without a key, and the keys."""
    allmende("demo", "--database", town, "--days", 3, "--now", "2026-11-01T00:00:00Z", "--build-only")
    slugs = [one["slug"] for one in json.loads(allmende("dataset", "list", "--database", town, "--json"))]
    access = {slug: ["restricted", "internal"][number % 2] for number, slug in enumerate(slugs)}
    for slug in slugs:
        allmende("dataset", "set", slug, "--database", town, "--access", access[slug])
    for number in range(len(slugs), 2 * GRANTS):
        slug = f"satz-{number}"
        access[slug] = ["restricted", "internal"][number % 2]
        allmende(
            "dataset", "set", slug, "--database", town, "--new", "--title", slug, "--owner", "Amt", "--licence", "cc-zero",
            "--access", access[slug])
        slugs.append(slug)

    def key(role, opened):
        grants = [part for slug in opened[:GRANTS] for part in ("--dataset", slug)]
        return allmende("key", "create", "--database", town, "--role", role, *grants).strip().splitlines()[-1]

    return {
        "administrator": key("administrator", []), "50 grants": key("member", slugs),
        "role and 50 grants": key("viewer", [slug for slug in slugs if access[slug] == "restricted"]),
    }


class Server:
    def __enter__(self):
        # valgrind does not read the newest form of debugging information
        bare = folder / "program"
        subprocess.run(["strip", "--strip-debug", "-o", bare, options.program], check=True)
        shim = folder / "shim.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", shim], input=SHIM.encode(), check=True)
        self.log = open(folder / "server.log", "w+")
        self.process = subprocess.Popen(
            ["valgrind", "--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=" + str(folder / "out"),
             str(bare), "serve", "--database", str(town), "--port", "0", "--mqtt-port", "off"],
            stdout=self.log, stderr=subprocess.STDOUT, cwd=folder,
            env=os.environ | {"LD_PRELOAD": str(shim)})
        for _ in range(1200):
            found = re.search(r"at http://([\d.]+):(\d+)", (folder / "server.log").read_text())
            if found:
                self.connection = http.client.HTTPConnection(found[1], int(found[2]), timeout=300)
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.5)
        raise SystemExit("the server did not start: " + (folder / "server.log").read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(300)

    def get(self, path, key):
        self.connection.request("GET", path, headers={"Authorization": "Bearer " + key, "Accept": "application/json"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:300]}")
        return body

    def control(self, *arguments):
        subprocess.run(["callgrind_control", *arguments, str(self.process.pid)], check=True, capture_output=True)

    def counted(self, work):
        """Instructions of the whole process while something is done."""
        before = set(folder.glob("out.*"))
        self.control("--zero")
        work()
        self.control("--dump=one")
        dumps = set(folder.glob("out.*")) - before
        totals = [re.search(r"^(?:summary|totals): (\d+)", one.read_text(errors="replace"), re.M) for one in dumps]
        return max(int(found[1]) for found in totals if found)

    def settle(self):
        """Waits until the server has hardly anything to do by itself."""
        calm = 0
        for _ in range(200):
            calm = calm + 1 if self.counted(lambda: time.sleep(3)) < 5_000_000 else 0
            if calm == 3:
                return
        raise SystemExit("the server has work without end")

    def count(self, path, keys):
        """Instructions of a request by who asks, once everything that is kept is there, and when a key is looked up anew."""
        each = options.requests // ROUNDS
        for key in keys.values():
            for _ in range(20):
                self.get(path, key)
        rounds = collections.defaultdict(list)
        for _ in range(ROUNDS):
            for who, key in keys.items():
                # so that within the round the key need not be looked up
                self.get(path, key)
                rounds[who].append(self.counted(lambda: [self.get(path, key) for _ in range(each)]) / each)
        anew = collections.defaultdict(list)
        for _ in range(ROUNDS // 3):
            time.sleep(REMEMBERED + 1)
            for who, key in keys.items():
                anew[who].append(self.counted(lambda: self.get(path, key)))
        for who in keys:
            print(f"{path}, {who}:", *(f"{one:,.0f}" for one in sorted(rounds[who])), file=sys.stderr, flush=True)
        return {who: min(rounds[who]) for who in keys}, {who: min(anew[who]) for who in keys}


keys = prepare()
rows = {}
with Server() as server:
    chief = keys["administrator"]
    things = json.loads(server.get("/v1.1/Datastreams?$top=1&$select=id", chief))
    layers = json.loads(server.get("/ogc/collections?f=json", chief))["collections"]
    values = {"datastream": things["value"][0]["@iot.id"], "collection": layers[0]["id"]}
    server.control("--instr=on")
    server.settle()
    for name, path in PATHS.items():
        path = path.format(**values)
        bodies = {who: server.get(path, key) for who, key in keys.items()}
        isSame = len({len(body) for body in bodies.values()}) == 1
        kept, anew = server.count(path, keys)
        rows[name + ("" if isSame else " (answers differ)")] = kept
        rows[name + ", anew"] = anew
others = [who for who in keys if who != "administrator"]
print("| path | administrator | " + " | ".join(f"{who} | more" for who in others) + " |")
print("| --- " * (2 + 2 * len(others)) + "|")
for name, found in rows.items():
    chief = found["administrator"]
    cells = [f"{found[who]:,.0f} | {100 * (found[who] / chief - 1):+.1f} %" for who in others]
    print(f"| {name} | {chief:,.0f} | {' | '.join(cells)} |")
