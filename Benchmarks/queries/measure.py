#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Measures the fixed query set against a running server that serves a simulated town; prints a Markdown table.

    allmende simulate --database town.gpkg --things 3000 --streams 10000 --observations 100000000
    allmende serve --database town.gpkg --port 8080 &
    python3 Benchmarks/queries/measure.py http://127.0.0.1:8080 [--repeats 20] [--only 8,13] [--key amk_…] [--json FILE]
"""
import argparse
import datetime
import http.client
import json
import pathlib
import statistics
import sys
import time
import urllib.parse

parser = argparse.ArgumentParser()
parser.add_argument("base")
parser.add_argument("--repeats", type=int, default=20)
parser.add_argument("--only", default="")
parser.add_argument("--key", default="")
parser.add_argument("--give-up", type=float, default=150.0, help="seconds after which a query counts as unanswered")
parser.add_argument("--json", default="")
options = parser.parse_args()
base = urllib.parse.urlsplit(options.base)
connection = http.client.HTTPConnection(base.hostname, base.port, timeout=options.give_up)
headers = {"Authorization": "Bearer " + options.key} if options.key else {}


def get(path):
    """Status, seconds and body of one request; a new connection after one that failed."""
    encoded = "/v1.1/" + urllib.parse.quote(path, safe="/?&=$(),:;'%")
    start = time.perf_counter()
    try:
        connection.request("GET", encoded, headers=headers)
        response = connection.getresponse()
        body = response.read()
        return response.status, time.perf_counter() - start, body
    except OSError:
        connection.close()
        return 0, time.perf_counter() - start, b""


def entity(path):
    status, _, body = get(path)
    if status != 200:
        sys.exit(f"{path}: {status} {body[:300]!r}")
    return json.loads(body)


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def middle(name):
    count = entity(f"{name}?$count=true&$top=0")["@iot.count"]
    return entity(f"{name}?$top=1&$orderby=id asc&$skip={count // 2}")["value"][0], count


datastream, datastreams = middle("Datastreams")
thing, things = middle("Things")
begin, end = (datetime.datetime.fromisoformat(part.replace("Z", "+00:00"))
              for part in datastream["phenomenonTime"].split("/"))
noon = (begin + (end - begin) / 2).replace(hour=0, minute=0, second=0, microsecond=0)
place = entity(f"Things({thing['@iot.id']})/Locations")["value"][0]["location"]["coordinates"]
# the simulated Things stand evenly in one degree by 0.6: a tenth of each side holds 1 % of them
west, south = min(max(place[0] - 0.05, 7.0), 7.9), min(max(place[1] - 0.03, 54.0), 54.54)
corners = [(west, south), (west + 0.1, south), (west + 0.1, south + 0.06), (west, south + 0.06), (west, south)]
values = {
    "ds": datastream["@iot.id"], "thing": thing["@iot.id"], "name": thing["name"], "start": thing["name"][:-1],
    "district": thing["properties"]["district"],
    "observation": entity(f"Datastreams({datastream['@iot.id']})/Observations?$top=1&$skip=5")["value"][0]["@iot.id"],
    "property": entity("ObservedProperties?$filter=name eq 'temperature'")["value"][0]["@iot.id"],
    "t0": text(noon), "t1": text(noon + datetime.timedelta(days=1)),
    "y0": text(noon - datetime.timedelta(days=182)), "y1": text(noon + datetime.timedelta(days=183)),
    "bbox": "POLYGON((" + ",".join(f"{x:.6f} {y:.6f}" for x, y in corners) + "))",
    "point": f"POINT({place[0]} {place[1]})",
}

lines = (pathlib.Path(__file__).parent / "sensorthings.txt").read_text(encoding="utf-8").splitlines()
queries = [line for line in lines if line and not line.startswith("#")]
chosen = {int(number) for number in options.only.split(",") if number}
observations = entity("Observations?$count=true&$top=0")["@iot.count"]
print(f"{things} Things, {datastreams} Datastreams, {observations} Observations; {options.repeats} times each, ms\n")
print("| # | query | rows | median | max |\n|---|---|---|---|---|")
results = []
for number, template in enumerate(queries, 1):
    if chosen and number not in chosen:
        continue
    path = template.removesuffix(" {last page}")
    for name, value in values.items():
        path = path.replace("{" + name + "}", str(value))
    if template != path and template.endswith("{last page}"):
        # the last page, by its links
        while link := json.loads(get(path)[2]).get("@iot.nextLink"):
            path = urllib.parse.unquote(link.split("/v1.1/", 1)[1])
    times, status, rows = [], 200, ""
    for _ in range(options.repeats):
        status, seconds, body = get(path)
        times.append(seconds * 1000)
        if status != 200 or seconds > 5:
            break
    if status == 200:
        document = json.loads(body)
        rows = len(document["value"]) if isinstance(document.get("value"), list) else 1
    else:
        rows = f"{status}"
    median, most = statistics.median(times), max(times)
    results.append({"query": number, "status": status, "rows": rows, "median": median, "max": most})
    print(f"| {number} | `{template}` | {rows} | {median:.1f} | {most:.1f} |", flush=True)
if options.json:
    pathlib.Path(options.json).write_text(json.dumps(results), encoding="utf-8")
failed = [result["query"] for result in results if result["status"] != 200]
if failed:
    sys.exit(f"no answer to: {failed}")
