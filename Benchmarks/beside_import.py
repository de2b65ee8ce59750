#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Clients that post to a server while `allmende import` runs beside it, into the same database and into another one.

--postgres is a URL with {} in the place of the database's name; the databases beside_a and beside_b are made anew.
"""
import argparse
import datetime
import http.client
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.parse

HEADER = "Datetime,{0} (Ring),{1} (Wall),{0}-status,{1}-status\n"


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def make_files(folder, stations, rows, offset):
    """Files of two series each; `offset` makes all values new, so that each run writes."""
    start = datetime.datetime(2020, 1, 1)
    for station in range(stations):
        number = 100020113 + station
        path = pathlib.Path(folder, str(number), "2020-01.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(number, number + 1_000_000) + "".join(
            f"{start + datetime.timedelta(minutes=15 * n):%Y-%m-%d %H:%M},{n % 900 + offset},{n % 900 + offset},0,0\n"
            for n in range(rows)), encoding="utf-8")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", required=True)
    parser.add_argument("--binary", default=".build/release/allmende")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--stations", type=int, default=20)
    # up to the clock change in spring: the hour that does not exist would be refused
    parser.add_argument("--rows", type=int, default=8_000)
    options = parser.parse_args()
    administration = options.postgres.format("postgres")
    names = ("beside_a", "beside_b")
    for name in names:
        run("psql", "-q", administration, "-c", f"DROP DATABASE IF EXISTS {name}", "-c", f"CREATE DATABASE {name}")
    served, other = (options.postgres.format(name) for name in names)
    folder = tempfile.mkdtemp(prefix="allmende-beside-")

    def imported(database):
        command = [options.binary, "import", "--database", database, "--mapping", "muenster-radverkehr", "--json", folder]
        return subprocess.run(command, capture_output=True, text=True)

    make_files(folder, options.stations, 4, 1)
    for database in (served, other):
        imported(database)
    key = run(options.binary, "key", "create", "--database", served, "--role", "administrator").strip()
    server = subprocess.Popen(
        [options.binary, "serve", "--database", served, "--port", "0", "--mqtt-port", "off"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = next(match[1] for line in server.stdout if (match := re.search(r" at http://(\S+?)/?\s", line + " ")))
        threading.Thread(target=lambda: [None for _ in server.stdout], daemon=True).start()
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

        def request(connection, method, path, body=None):
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

        connection = http.client.HTTPConnection(address)
        streams = [row["@iot.id"] for row in json.loads(
            request(connection, "GET", "/v1.1/Datastreams?$select=id&$top=1000")[1])["value"]]
        feature = json.loads(request(connection, "POST", "/v1.1/FeaturesOfInterest", {
            "name": "Here", "description": "", "encodingType": "application/geo+json",
            "feature": {"type": "Point", "coordinates": [7.6, 51.9]}})[1])["@iot.id"]
        offset = 1
        rates = {}
        for place, database in (("another database", other), ("the same database", served)):
            end = time.monotonic() + options.seconds
            waits, codes, imports = [], {}, []

            def post(client):
                mine = http.client.HTTPConnection(address)
                number = 0
                while time.monotonic() < end:
                    number += 1
                    stream = streams[(client * 7 + number) % len(streams)]
                    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(
                        1_800_000_000 + (database == served) * 500_000_000 + client * 10_000_000 + number))
                    begin = time.monotonic()
                    status, _, _ = request(mine, "POST", f"/v1.1/Datastreams({stream})/Observations", {
                        "result": number, "phenomenonTime": moment, "FeatureOfInterest": {"@iot.id": feature}})
                    waits.append(time.monotonic() - begin)
                    codes[status] = codes.get(status, 0) + 1

            threads = [threading.Thread(target=post, args=(client,)) for client in range(options.clients)]
            for thread in threads:
                thread.start()
            while time.monotonic() < end:
                offset += 1000
                make_files(folder, options.stations, options.rows, offset)
                imports.append(imported(database))
            for thread in threads:
                thread.join()
            rates[place] = len(waits) / options.seconds
            waits.sort()
            failed = [done.stderr.strip()[-200:] for done in imports if done.returncode]
            print(f"import into {place}: {rates[place]:.0f} posts/s, 99 % within {1000 * waits[len(waits) * 99 // 100]:.0f} ms, "
                  f"longest {waits[-1]:.2f} s, answers {codes}, {len(imports)} imports, {len(failed)} failed {failed[:2]}")
        print(f"ratio {rates['the same database'] / rates['another database']:.2f}")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
