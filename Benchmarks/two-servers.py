#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""POSTs of 24 clients at one server and at two on the same PostgreSQL, in turn; prints the ratio of the rates.

    two-servers.py [--binary PATH] [--seconds 10] [--rounds 3] postgres://user@/database?host=…

The database is migrated and gets eight Datastreams; needs `wrk` (Debian) and `requests`.
"""
import argparse
import re
import subprocess
import tempfile
import threading

import requests

CLIENTS = 24


def start(binary, database):
    process = subprocess.Popen(
        [binary, "serve", "--database", database, "--port", "0", "--mqtt-port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        found = re.search(r" at (http://\S+)", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process, found[1]
    raise SystemExit("the server did not start")


POSTING = """
local number, streams = 0, {%s}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer %s"
request = function()
  number = number + 1
  return wrk.format("POST", "/v1.1/Datastreams(" .. streams[number %% #streams + 1] .. ")/Observations", nil,
    '{"result": ' .. number .. '}')
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("counted %%d %%d %%d\\n", summary.requests, latency.max,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""


def load(urls, streams, key, seconds):
    """Answers, faults among them, and the longest time; the clients divided among the servers."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(POSTING % (", ".join(map(str, streams)), key))
        script.flush()
        loads = [subprocess.Popen(
            ["wrk", "-t1", f"-c{CLIENTS // len(urls)}", f"-d{seconds:.0f}s", "-s", script.name, url],
            stdout=subprocess.PIPE, text=True) for url in urls]
        counts = [re.search(r"counted (\d+) (\d+) (\d+)", one.communicate()[0]).groups() for one in loads]
    return (sum(int(one[0]) for one in counts), sum(int(one[2]) for one in counts),
            max(int(one[1]) for one in counts) / 1e6)


def make_datastream(url, key):
    body = {
        "name": "D", "description": "", "observationType": "OM_Measurement",
        "unitOfMeasurement": {"name": "count", "symbol": "1", "definition": None},
        "Thing": {"name": "T", "description": "", "Locations": [{
            "name": "L", "description": "", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [7.6, 51.9]}}]},
        "Sensor": {"name": "S", "description": "", "encodingType": "text/html", "metadata": ""},
        "ObservedProperty": {"name": "P", "definition": "https://example.org/p", "description": ""},
    }
    answer = requests.post(f"{url}/v1.1/Datastreams", json=body, headers={"Authorization": f"Bearer {key}"}, timeout=30)
    answer.raise_for_status()
    return answer.json()["@iot.id"]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database")
    options.add_argument("--binary", default=".build/release/allmende")
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    command = [given.binary, "key", "create", "--database", given.database, "--role", "administrator"]
    key = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    servers = [start(given.binary, given.database) for _ in range(2)]
    try:
        urls = [url for _, url in servers]
        streams = [make_datastream(urls[0], key) for _ in range(8)]
        rates = {1: [], 2: []}
        for _ in range(given.rounds):
            for count in (1, 2):
                answers, faults, longest = load(urls[:count], streams, key, given.seconds)
                rates[count].append(answers / given.seconds)
                print(f"{count} server(s): {rates[count][-1]:.0f}/s, {faults} faults, longest {longest:.2f} s", flush=True)
        best = {count: sorted(some)[len(some) // 2] for count, some in rates.items()}
        print(f"two servers reach {best[2] / best[1]:.2f} × one (medians of {given.rounds} rounds)")
    finally:
        for process, _ in servers:
            process.terminate()
        for process, _ in servers:
            process.wait(30)


if __name__ == "__main__":
    main()
