#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Two binaries side by side: a single POST, the latest value, a page of Things and expanded Datastreams, in alternating rounds.

    Benchmarks/against.py --binary .build/release/allmende --against older/allmende [--rounds 5] [--seconds 8] [--pages]

With `--pages` it is the pages of the fictional town instead, each binary's own, of 45 days. Each has an embedded database of its own with the same content, made over HTTP; only one is asked at a time. Prints the
requests per second of each (median, least, most), the server's processor time a request, and the ratios of the medians. Needs `wrk` (Debian) and Python 3.11.
`--database` takes two PostgreSQL URLs in place of the embedded files, one for each binary.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import threading
import urllib.request

ROWS = {
    "single POST Observations": ("POST", "/v1.1/Datastreams(1)/Observations"),
    "latest value": ("GET", "/v1.1/Datastreams(7)/Observations?$top=1&$orderby=phenomenonTime%20desc"),
    "page of Things": ("GET", "/v1.1/Things?$top=100"),
    "Datastreams with latest value": (
        "GET", "/v1.1/Datastreams?$top=20&$expand=Thing,Observations($top=1;$orderby=phenomenonTime%20desc)"),
}
PAGES = {
    "page: overview": ("GET", "/"),
    "page: a sensor": ("GET", "/sensors/1"),
    "page: planning": ("GET", "/planning"),
    "page: a need": ("GET", "/planning/needs/1"),
    "page: goals": ("GET", "/planning/analysis/goals"),
}
POSTING = """
local number = 0
wrk.headers["Content-Type"] = "application/json"
request = function()
  number = number + 1
  return wrk.format("POST", nil, nil, '{"result": ' .. number .. '}')
end
"""
FAULTS = """
done = function(summary, latency, requests)
  io.write(string.format("faults %d\\n", summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write))
end
"""


class Server:
    def __init__(self, binary, database, folder):
        self.binary = binary
        self.key = subprocess.run(
            [binary, "key", "create", "--database", database, "--role", "administrator"],
            check=True, capture_output=True, text=True).stdout.strip()
        self.process = subprocess.Popen(
            [binary, "serve", "--database", database, "--port", "0"],
            # in the environment: the oldest releases do not know the option
            env={**os.environ, "ALLMENDE_MQTT_PORT": "0"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.url = next(found[1] for line in self.process.stdout if (found := re.search(r" at (http://\S+)", line)))
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.url = self.url.rstrip("/")
        self.script = pathlib.Path(folder, "load.lua")

    def post(self, path, body):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
        return urllib.request.urlopen(request).read()

    def furnish(self, things=200, values=5_000):
        for number in range(1, things + 1):
            self.post("/v1.1/Things", {
                "name": f"T{number}", "description": "", "Locations": [{
                    "name": "L", "description": "", "encodingType": "application/geo+json",
                    "location": {"type": "Point", "coordinates": [7 + number / 1000, 51.9]}}],
                "Datastreams": [{
                    "name": f"D{number}", "description": "", "observationType": "OM_Measurement",
                    "unitOfMeasurement": {"name": "count", "symbol": "1", "definition": None},
                    "Sensor": {"name": f"S{number}", "description": "", "encodingType": "text/html", "metadata": "-"},
                    "ObservedProperty": {"name": f"P{number}", "definition": "https://example.org", "description": ""}}]})
            if number <= 20:
                rows = [[f"2026-01-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z", n] for n in range(values)]
                self.post("/v1.1/CreateObservations", [{
                    "Datastream": {"@iot.id": number}, "components": ["phenomenonTime", "result"], "dataArray": rows}])

    def rate(self, method, path, connections, seconds):
        before = self.spent()
        self.script.write_text((POSTING if method == "POST" else "") + FAULTS)
        out = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(self.script), "-H",
             f"Authorization: Bearer {self.key}", self.url + path], check=True, capture_output=True, text=True).stdout
        if (faults := re.search(r"faults (\d+)", out)) and int(faults[1]):
            raise SystemExit(f"{self.binary}: {faults[1]} requests of {path} failed")
        spent = self.spent() - before
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), spent / int(re.search(r"(\d+) requests in", out)[1])

    def spent(self):
        """Processor time of the server so far, in seconds."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        self.process.terminate()
        self.process.wait(30)


def middle(rounds, field):
    return statistics.median(one[field] for one in rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/allmende")
    parser.add_argument("--against", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--only", default="", help="part of a row's name")
    parser.add_argument("--database", nargs=2)
    parser.add_argument("--pages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="allmende-against-") as folder:
        databases = options.database or [f"{folder}/new.gpkg", f"{folder}/old.gpkg"]
        servers = []
        try:
            for binary, database in zip((options.binary, options.against), databases):
                if options.pages:
                    subprocess.run(
                        [binary, "demo", "--build-only", "--days", "45", "--database", database], check=True, capture_output=True)
                servers.append(Server(binary, database, folder))
            for server in servers if not options.pages else []:
                server.furnish()
            for name, (method, path) in (PAGES if options.pages else ROWS).items():
                if options.only not in name:
                    continue
                rates = ([], [])
                for server in servers:
                    server.rate(method, path, options.connections, 2)
                for number in range(options.rounds):
                    order = (0, 1) if number % 2 == 0 else (1, 0)
                    for index in order:
                        rates[index].append(servers[index].rate(method, path, options.connections, options.seconds))
                spans = [f"{middle(one, 0):,.0f} ({min(one)[0]:,.0f}–{max(one)[0]:,.0f}) /s, "
                         f"{middle(one, 1) * 1e6:,.0f} µs" for one in rates]
                ratios = [middle(rates[0], field) / middle(rates[1], field) for field in (0, 1)]
                print(f"| {name} | {spans[0]} | {spans[1]} | {ratios[0]:.2f} | {ratios[1]:.2f} |", flush=True)
        finally:
            for server in servers:
                server.end()


if __name__ == "__main__":
    main()
