#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Layers: three requests beside pygeoapi on PostGIS, a stream of 200,000 points, a spatial filter over a million, two deliveries.

    Benchmarks/layers.py --binary .build/release/allmende [--peer VENV] [--rounds 3] [--seconds 6] [--postgres] [--only NAME]

`--peer` names a Python environment with pygeoapi 0.21, gunicorn, psycopg2-binary and GeoAlchemy2: it serves the same 50,000 points
from PostGIS, with two workers, and is asked in turn with Allmende by `wrk` (Debian), 16 connections. `--postgres` asks Allmende on a
database of the same cluster. Needs Debian's postgresql-15-postgis-3 and Python 3.11.
"""
import argparse
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

import tiles

CONFIGURATION = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en-US]
  limits: {{default_items: 100, max_items: 10000}}
  map: {{url: 'https://example.org/{{z}}/{{x}}/{{y}}.png', attribution: none}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: t, description: d, keywords: [k], keywords_type: theme, terms_of_service: t, url: 'https://example.org'}}
  license: {{name: CC0, url: 'https://example.org'}}
  provider: {{name: p, url: 'https://example.org'}}
  contact: {{name: c}}
resources:
  points:
    type: collection
    title: points
    description: points
    keywords: [k]
    extents: {{spatial: {{bbox: [-180, -90, 180, 90], crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'}}}}
    providers:
      - type: feature
        name: PostgreSQL
        data: {{host: '{folder}', dbname: postgres, user: bench, password: bench, search_path: [public]}}
        id_field: fid
        table: points
        geom_field: geom
"""


def points(count, box=(7.47, 51.84, 7.77, 52.06)):
    chance = random.Random(5)
    west, south, east, north = box
    for number in range(count):
        yield {
            "type": "Feature",
            "properties": {"nummer": f"n{number}", "art": chance.choice(["Linde", "Eiche", "Ahorn", "Buche"]),
                           "hoehe": number % 40 + 0.5, "jahr": 1900 + number % 120},
            "geometry": {"type": "Point",
                         "coordinates": [round(chance.uniform(west, east), 7), round(chance.uniform(south, north), 7)]}}


class Peer:
    def __init__(self, environment, postgis, folder):
        port = free_port()
        configuration = pathlib.Path(folder, "pygeoapi.yml")
        configuration.write_text(CONFIGURATION.format(port=port, folder=postgis.folder))
        programs = pathlib.Path(environment, "bin")
        surroundings = {**os.environ, "PYGEOAPI_CONFIG": str(configuration),
                        "PYGEOAPI_OPENAPI": str(pathlib.Path(folder, "openapi.yml"))}
        subprocess.run([programs / "pygeoapi", "openapi", "generate", configuration, "--output-file",
                        surroundings["PYGEOAPI_OPENAPI"]], check=True, env=surroundings, capture_output=True)
        self.process = subprocess.Popen(
            [programs / "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"],
            env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}/collections/points"
        for _ in range(100):
            try:
                urllib.request.urlopen(self.base + "?f=json").read()
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit("pygeoapi did not start")

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    import socket
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def rate(address, seconds):
    out = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "10s", address], check=True, capture_output=True,
                         text=True).stdout
    if "Non-2xx" in out or re.search(r"Socket errors.*[1-9]", out):
        raise SystemExit(f"{address}: {out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def resident(process, field="VmRSS"):
    return int(re.search(rf"{field}:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def shown(values, form="{:,.0f}"):
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}–{form.format(max(values))})"


def serve(binary, database):
    server, base = tiles.serve(binary, database)
    threading.Thread(target=server.stdout.read, daemon=True).start()
    return server, base


def beside_pygeoapi(options, folder, postgis):
    rows = list(points(50_000))
    postgis.load("points", rows)
    # what pygeoapi serves is in longitude and latitude
    postgis.sql("ALTER TABLE points ALTER COLUMN geom TYPE geometry(Point, 4326) USING ST_Transform(geom, 4326);"
                "REINDEX TABLE points; ANALYZE points")
    database = pathlib.Path(folder, "points.gpkg")
    if options.postgres:
        postgis.sql("CREATE DATABASE allmende")
        database = f"postgres:///allmende?host={postgis.folder}&user=bench"
    tiles.store(options.binary, database, folder, "points", rows)
    server, base = serve(options.binary, database)
    peer = Peer(options.peer, postgis, folder)
    try:
        ours = f"{base}/ogc/collections/points/items"
        theirs = f"{peer.base}/items"
        first = json.load(urllib.request.urlopen(ours + "?limit=1"))["features"][0]["id"]
        for name, own, other in (
                ("items?limit=100", "?limit=100", "?limit=100&f=json"),
                ("bbox", "?limit=100&bbox=7.6,51.94,7.64,51.97", "?limit=100&bbox=7.6,51.94,7.64,51.97&f=json"),
                ("one item", f"/{first}", "/25000?f=json")):
            mine, peers = [], []
            for _ in range(options.rounds):
                mine.append(rate(ours + own, options.seconds))
                peers.append(rate(theirs + other, options.seconds))
            print(f"{name}: Allmende {shown(mine)}/s, pygeoapi {shown(peers)}/s:"
                  f" {statistics.median(mine) / statistics.median(peers):.1f} x", flush=True)
    finally:
        peer.end()
        server.terminate()
        server.wait()


def stream(options, folder):
    database = pathlib.Path(folder, "stream.gpkg")
    tiles.store(options.binary, database, folder, "points", list(points(200_000)))
    server, base = serve(options.binary, database)
    try:
        urllib.request.urlopen(base + "/ogc/collections/points/items?limit=1").read()
        before = resident(server)
        taken, growth = [], []
        for _ in range(options.rounds):
            start = time.perf_counter()
            out = subprocess.run(
                ["curl", "-sf", base + "/layers/download/points/geojson"], check=True, capture_output=True).stdout
            taken.append(time.perf_counter() - start)
            growth.append(resident(server) - before)
        returned = out.count(b'"geometry"')
        print(f"stream: {returned} of 200,000 points, {len(out) >> 20} MiB in {shown(taken, '{:.2f}')} s,"
              f" memory {max(growth):+.1f} MB", flush=True)
    finally:
        server.terminate()
        server.wait()


def spatial_filter(options, folder):
    database = pathlib.Path(folder, "million.gpkg")
    tiles.store(options.binary, database, folder, "points", list(points(1_000_000)))
    server, base = serve(options.binary, database)
    try:
        taken = []
        for number in range(options.rounds * 3):
            # a hundredth of the area, another one each time
            west, south = 7.47 + 0.02 * (number % 10), 51.85 + 0.01 * (number % 7)
            east, north = west + 0.03, south + 0.022
            corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
            shape = ", ".join(f"{x:.4f} {y:.4f}" for x, y in corners)
            query = urllib.parse.urlencode({"filter": f"S_INTERSECTS(geometry, POLYGON(({shape})))", "limit": 100})
            start = time.perf_counter()
            answer = json.load(urllib.request.urlopen(f"{base}/ogc/collections/points/items?{query}"))
            taken.append((time.perf_counter() - start) * 1000)
        print(f"spatial filter over 1,000,000: {shown(taken)} ms, the last of {answer.get('numberMatched')} matched,"
              f" {answer['numberReturned']} returned", flush=True)
    finally:
        server.terminate()
        server.wait()


def deliveries(options, folder):
    database = pathlib.Path(folder, "delivered.gpkg")
    rows = list(points(200_000))
    first, second = pathlib.Path(folder, "first.geojson"), pathlib.Path(folder, "second.geojson")
    first.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    chance = random.Random(3)
    for row in rows[:2_000]:
        row["properties"]["hoehe"] += chance.random()
    second.write_text(json.dumps({"type": "FeatureCollection", "features": rows[1_000:]}))
    allmende = [options.binary, "layer", "import", "--database", database, "--dataset", "baeume", "--name", "baeume", "--key", "nummer"]
    subprocess.run([options.binary, "dataset", "set", "baeume", "--new", "--title", "Bäume", "--owner", "Amt", "--licence", "cc-zero",
                    "--database", database], check=True, capture_output=True)
    start = time.perf_counter()
    subprocess.run([*allmende, first], check=True, capture_output=True)
    imported = time.perf_counter() - start
    taken = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        out = subprocess.run([*allmende, "--compare", second], check=True, capture_output=True, text=True).stdout
        taken.append(time.perf_counter() - start)
    print(f"deliveries of 200,000: first in {imported:.1f} s, difference in {shown(taken, '{:.1f}')} s: {out.strip().splitlines()[0]}",
          flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--peer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    print("load before:", os.getloadavg())
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        if options.peer and options.only in "peer":
            postgis = tiles.PostGIS(folder)
            try:
                beside_pygeoapi(options, folder, postgis)
            finally:
                postgis.stop()
        for name, row in (("stream", stream), ("filter", spatial_filter), ("deliveries", deliveries)):
            if options.only in name:
                row(options, folder)
    print("load after:", os.getloadavg())


if __name__ == "__main__":
    main()
