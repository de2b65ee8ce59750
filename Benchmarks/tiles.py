#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A tile of 10,000 features, cold and cached, beside PostGIS's ST_AsMVT: the same tile, the same features, in turns.

    Benchmarks/tiles.py --binary .build/release/allmende [--rounds 15] [--features 10000]

Points with three attributes, and polygons of 33 corners. Allmende has an embedded database and is asked over HTTP; cold is the
first request for a tile that its memory does not have (each round asks with another filter that lets everything through), cached
the second. PostGIS answers `ST_AsMVT(ST_AsMVTGeom(...))` over a socket, prepared data, warm cache; its geometry lies in EPSG:3857
already and has an index. Needs Debian's postgresql-15-postgis-3 and Python 3.11.
"""
import argparse
import json
import math
import os
import pathlib
import pwd
import random
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

ZOOM = 12


def features(count, kind):
    chance = random.Random(11)
    # one tile of level 12 around Münster, well within its edges
    size = 360 / 2**ZOOM
    x0 = math.floor((7.62 + 180) / size) * size - 180
    row = math.floor((1 - math.asinh(math.tan(math.radians(51.95))) / math.pi) / 2 * 2**ZOOM)

    def latitude(share):
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share / 2**ZOOM))))

    north, south = latitude(row + 0.03), latitude(row + 0.97)
    for number in range(count):
        x, y = chance.uniform(x0 + 0.03 * size, x0 + 0.97 * size), chance.uniform(south, north)
        if kind == "points":
            geometry = {"type": "Point", "coordinates": [x, y]}
        else:
            r = chance.uniform(0.0001, 0.0006)
            ring = [[x + 1.6 * r * math.cos(a * math.pi / 16), y + r * math.sin(a * math.pi / 16)] for a in range(32)]
            geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        properties = {"nummer": f"n{number}", "art": chance.choice(["Linde", "Eiche", "Ahorn", "Buche"]), "hoehe": number % 40 + 0.5,
                      "jahr": 1900 + number % 120}
        yield {"type": "Feature", "properties": properties, "geometry": geometry}


class PostGIS:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "pg"
        self.binaries = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.prefix = []
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            self.folder.mkdir()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.run(self.binaries / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "bench")
        self.run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log",
                 "-o", f"-c listen_addresses= -k {self.folder} -c jit=off -c shared_buffers=256MB", "start")
        self.sql("CREATE EXTENSION postgis")

    def run(self, *command):
        subprocess.run([*self.prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def sql(self, statement):
        return subprocess.run(
            [*self.prefix, str(self.binaries / "psql"), "-h", str(self.folder), "-U", "bench", "-d", "postgres", "-qAt", "-c",
             statement], check=True, capture_output=True, text=True).stdout

    def load(self, kind, rows):
        self.sql(f"CREATE TABLE {kind} (fid serial PRIMARY KEY, nummer text, art text, hoehe float8, jahr int, geom geometry)")
        file = self.folder / f"{kind}.csv"
        with file.open("w") as out:
            for row in rows:
                p = row["properties"]
                out.write(f"{p['nummer']}\t{p['art']}\t{p['hoehe']}\t{p['jahr']}\t{json.dumps(row['geometry'])}\n")
        file.chmod(0o644)
        self.sql(f"""
            CREATE TABLE raw_{kind} (nummer text, art text, hoehe float8, jahr int, shape text);
            COPY raw_{kind} FROM '{file}';
            INSERT INTO {kind} (nummer, art, hoehe, jahr, geom)
            SELECT nummer, art, hoehe, jahr, ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326), 3857) FROM raw_{kind};
            CREATE INDEX ON {kind} USING gist (geom); ANALYZE {kind}""")

    def tile(self, kind, column, row):
        """Milliseconds that the server takes, and the tile's size."""
        statement = f"""
            SELECT ST_AsMVT(t, '{kind}', 4096, 'geom', 'fid') FROM (
                SELECT fid, nummer, art, hoehe, jahr,
                    ST_AsMVTGeom(geom, ST_TileEnvelope({ZOOM}, {column}, {row}), 4096, 128) AS geom
                FROM {kind} WHERE geom && ST_TileEnvelope({ZOOM}, {column}, {row}, margin => 128.0 / 4096)) AS t"""
        plan = json.loads(self.sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}"))
        return plan[0]["Execution Time"], int(self.sql(f"SELECT length(mvt) FROM ({statement}) AS x(mvt)"))

    def stop(self):
        self.run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")


def serve(binary, database):
    process = subprocess.Popen(
        [binary, "serve", "--database", database, "--port", "0"], env={**os.environ, "ALLMENDE_MQTT_PORT": "0"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        if "http://" in line:
            address = "http://" + line.split("http://")[1].split()[0].rstrip("/\"'.,)")
            return process, address
    raise SystemExit("the server did not start")


def store(binary, database, folder, kind, rows):
    file = pathlib.Path(folder) / f"{kind}.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    mapping = {
        "name": kind, "kind": "layer", "files": "\\.geojson$", "collection": kind, "title": kind, "source": "geojson",
        "dataset": {"slug": kind, "access": "public", "title": kind, "owner": "Amt", "licence": "cc-zero"}, "id": "nummer",
        "fields": [{"column": "art", "name": "art", "title": "Art"},
                   {"column": "hoehe", "name": "hoehe", "title": "Höhe", "type": "number"},
                   {"column": "jahr", "name": "jahr", "title": "Jahr", "type": "integer"}]}
    described = file.with_suffix(".json")
    described.write_text(json.dumps(mapping))
    subprocess.run([binary, "import", "--database", database, "--mapping", described, file], check=True, capture_output=True)


def ask(address):
    start = time.perf_counter()
    with urllib.request.urlopen(address) as answer:
        content = answer.read()
    return (time.perf_counter() - start) * 1000, len(content)


def shown(name, values):
    print(f"{name:34} {statistics.median(values):8.1f} ms ({min(values):.1f}-{max(values):.1f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--features", type=int, default=10_000)
    options = parser.parse_args()
    print("load before:", os.getloadavg())
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        database = pathlib.Path(folder) / "town.gpkg"
        postgis = PostGIS(folder)
        server = None
        try:
            for kind in ("points", "polygons"):
                rows = list(features(options.features, kind))
                postgis.load(kind, rows)
                store(options.binary, database, folder, kind, rows)
            server, base = serve(options.binary, database)
            x = (7.62 + 180) / 360 * 2**ZOOM
            y = (1 - math.asinh(math.tan(math.radians(51.95))) / math.pi) / 2 * 2**ZOOM
            column, row = int(x), int(y)
            for kind in ("points", "polygons"):
                address = f"{base}/ogc/collections/{kind}/tiles/WebMercatorQuad/{ZOOM}/{row}/{column}"
                cold, cached, peer = [], [], []
                for number in range(options.rounds):
                    # never asked before, and no feature is left out
                    query = "?filter=" + urllib.parse.quote(f"jahr > {-1 - number}")
                    taken, size = ask(address + query)
                    cold.append(taken)
                    cached.append(min(ask(address + query)[0] for _ in range(3)))
                    taken, peer_size = postgis.tile(kind, column, row)
                    peer.append(taken)
                shown(f"{kind}: cold", cold)
                shown(f"{kind}: cached", cached)
                shown(f"{kind}: ST_AsMVT", peer)
                print(f"{kind}: {size // 1024} KiB, PostGIS {peer_size // 1024} KiB;"
                      f" {statistics.median(peer) / statistics.median(cold):.2f} x PostGIS")
        finally:
            if server:
                server.terminate()
                server.wait()
            postgis.stop()
    print("load after:", os.getloadavg())


if __name__ == "__main__":
    main()
