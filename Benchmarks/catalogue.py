# SPDX-License-Identifier: EUPL-1.2
"""A page of a catalogue of 10,000 public data sets, each with a series, as Turtle, RDF/XML and JSON-LD.

    Benchmarks/catalogue.py BINARY

prints the median and the largest of 30 answers of each form, in milliseconds, from outside the program, one after the other.
"""
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SETS = 10_000


def fill(path):
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO dataset (id, slug, title, title_en, description, description_en, owner, contact, licence, attributions,"
            " keywords, theme, access, issued_at, modified_at) VALUES (?, ?, ?, ?, ?, ?, 'Amt für Mobilität', 'rad@example.de',"
            " 'dl-by-de/2.0', '[{\"text\":\"Stadt Beispiel\"}]', '[\"Rad\",\"Verkehr\",\"Zählung\"]', 'TRAN', 'public', ?, ?)",
            [(n, f"set-{n}", f"Datensatz {n}", f"Data set {n}", "Was er enthält. " * 10, "What it holds. " * 10, n, n)
             for n in range(1, SETS + 1)])
        connection.execute(
            "INSERT INTO sensor (id, dataset_id, name, description, encoding_type, metadata) VALUES (1, 1, 's', 's', 't', '\"x\"')")
        connection.execute(
            "INSERT INTO observed_property (id, dataset_id, name, definition, description) VALUES (1, 1, 'Fahrräder', 'd', 'd')")
        connection.executemany(
            "INSERT INTO thing (id, dataset_id, name, description) VALUES (?, ?, 'Stelle', 'd')",
            [(n, n) for n in range(1, SETS + 1)])
        connection.executemany(
            "INSERT INTO datastream (id, dataset_id, thing_id, sensor_id, observed_property_id, name, description,"
            " observation_type, unit_name, unit_symbol) VALUES (?, ?, ?, 1, 1, 'Zählung', 'd', 't', 'Fahrräder', '1')",
            [(n, n, n) for n in range(1, SETS + 1)])
        connection.executemany(
            "INSERT INTO datastream_state (datastream_id, observation_count, phenomenon_start, phenomenon_end, interval_us)"
            " VALUES (?, 10, 0, 900000000, 900000000)", [(n,) for n in range(1, SETS + 1)])


def main():
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "town.gpkg"

        def serve():
            process = subprocess.Popen(
                [binary, "serve", "--database", path, "--port", "0", "--mqtt-port", "0"], stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True)
            for line in process.stdout:
                if found := re.search(r" at (https?://\S+)", line):
                    return process, found[1]
            raise SystemExit("the server did not start")

        process, _ = serve()
        process.terminate()
        process.wait()
        fill(path)
        process, url = serve()
        try:
            for form in ["ttl", "rdf", "jsonld"]:
                times = []
                for page in range(35, 70):
                    begin = time.perf_counter()
                    with urllib.request.urlopen(f"{url}/catalog.{form}?page={page}") as answer:
                        size = len(answer.read())
                    times.append(1000 * (time.perf_counter() - begin))
                times = times[5:]
                print(f"{form}: median {statistics.median(times):.1f} ms, largest {max(times):.1f} ms, {size} bytes")
        finally:
            process.terminate()
            process.wait()


main()
