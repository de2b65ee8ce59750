#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# osm2geojson 0.3.2: a street or a park is left out of the GeoJSON because some point has the same number.
#
# Expected (OpenStreetMap's elements): nodes, ways and relations are numbered apart, so that node 4711 and way 4711 have nothing to do
# with each other. What other elements use, the corner points of a way, is left out unless one asks for it.
# Seen: what is used is remembered by its number only. A way, and a relation, whose number is also that of a used point is dropped
# as if it were that point, with its name and all its tags. No error and no warning, and the command does the same. With the filter
# switched off the way is there, among all its corner points.
# Who is hurt: whoever takes a district's streets or buildings out of Overpass; old ways have numbers that many old points have too, so
# that the larger the area, the more of them are missing, other ones in each area.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check osm2geojson==0.3.2 shapely==2.1.2
cd "$folder"
cat > streets.json <<'JSON'
{"version": 0.6, "elements": [
 {"type": "node", "id": 4711, "lat": 51.96, "lon": 7.62}, {"type": "node", "id": 4712, "lat": 51.96, "lon": 7.63},
 {"type": "node", "id": 4713, "lat": 51.97, "lon": 7.63}, {"type": "node", "id": 4714, "lat": 51.97, "lon": 7.62},
 {"type": "way", "id": 815, "nodes": [4711, 4712], "tags": {"highway": "residential", "name": "Lindenweg"}},
 {"type": "way", "id": 4712, "nodes": [4713, 4714], "tags": {"highway": "residential", "name": "Eichenweg"}},
 {"type": "way", "id": 817, "nodes": [4711, 4712, 4713, 4714, 4711]},
 {"type": "relation", "id": 4713, "members": [{"type": "way", "ref": 817, "role": "outer"}],
  "tags": {"type": "multipolygon", "leisure": "park", "name": "Park"}}]}
JSON
sed 's/"id": 4712, "nodes"/"id": 816, "nodes"/; s/"id": 4713, "members"/"id": 818, "members"/' streets.json > other.json
venv/bin/osm2geojson -f streets.json out.json > said.txt 2>&1
venv/bin/python - <<'PY'
import json
import logging
import os
import sys
from importlib.metadata import version

import osm2geojson

logging.basicConfig(stream=sys.stdout)


def names(collection):
    return sorted(f["properties"]["tags"]["name"] for f in collection["features"] if "tags" in f["properties"])


def convert(file, **options):
    with open(file, encoding="utf-8") as text:
        return names(osm2geojson.json2geojson(json.load(text), log_level="WARNING", **options))


with open("out.json", encoding="utf-8") as file:
    command = names(json.load(file))
seen = {
    "way 816 and relation 818": convert("other.json"),
    "way 4712 and relation 4713": convert("streets.json"),
    "the same by the command": command,
    "the same, nothing filtered": convert("streets.json", filter_used_refs=False),
}
print(f"osm2geojson {version('osm2geojson')}; expected: both streets and the park each time")
for title, streets in seen.items():
    print(f"{title}: {', '.join(streets)}")
all_three, one = ["Eichenweg", "Lindenweg", "Park"], ["Lindenweg"]
same = list(seen.values()) == [all_three, one, one, all_three] and os.path.getsize("said.txt") == 0
sys.exit(0 if same else "the behaviour has changed")
PY
