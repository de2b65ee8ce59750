#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# cjio 0.10.1 (CityJSON's own command): a city model taken to degrees is saved with the scale 0, so that every corner is the same point.
#
# Expected (CityJSON 2.0, "transform"): a corner's place is its whole number times "scale" plus "translate". The help of crs_reproject
# names a geographic system as its example (`--digit 7 4979`); without --digit the command itself chooses as many digits as degrees need.
# Seen: so many digits need a scale of 0.0000001 or less, and it is written with six decimals: "scale":[0.000000,0.000000,0.000000].
# A house of 12 by 8 metres has no length and no height any more. The exit code is 0 and nothing is said. From --digit 6 downwards the
# scale survives (0.1 m).
# Who is hurt: whoever takes a town's 3D buildings from UTM to degrees for the web: the file opens, and no building has a shape.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cjio==0.10.1 pyproj==3.7.2
cd "$folder"
cat > house.json <<'JSON'
{"type": "CityJSON", "version": "2.0",
 "metadata": {"referenceSystem": "https://www.opengis.net/def/crs/EPSG/0/25832"},
 "transform": {"scale": [0.001, 0.001, 0.001], "translate": [405000, 5757000, 60]},
 "CityObjects": {"house": {"type": "Building",
  "geometry": [{"type": "MultiSurface", "lod": "0", "boundaries": [[[0, 1, 2, 3]]]}]}},
 "vertices": [[0, 0, 0], [12000, 0, 0], [12000, 8000, 9500], [0, 8000, 9500]]}
JSON
venv/bin/cjio house.json crs_reproject 4979 save default.json > said.txt 2>&1
venv/bin/cjio house.json crs_reproject --digit 7 4979 save seven.json >> said.txt 2>&1
venv/bin/cjio house.json crs_reproject --digit 6 4979 save six.json >> said.txt 2>&1
venv/bin/cjio house.json save same.json >> said.txt 2>&1
venv/bin/python - <<'PY'
import json
import sys
from importlib.metadata import version

print(f"cjio {version('cjio')}; expected: four corners stay at four places")
seen = {}
for name in ("default", "seven", "six", "same"):
    with open(f"{name}.json") as file:
        model = json.load(file)
    scale, origin = model["transform"]["scale"], model["transform"]["translate"]
    places = {tuple(o + s * v for o, s, v in zip(origin, scale, corner)) for corner in model["vertices"]}
    seen[name] = (max(scale), len(places))
    print(f"{name}: scale {scale}, four corners are at {len(places)} places")
with open("said.txt") as file:
    said = file.read()
print("warned:", "warn" in said.lower())
expected = {"default": (0.0, 1), "seven": (0.0, 1), "six": (1e-6, 4), "same": (0.001, 4)}
sys.exit(0 if seen == expected and "warn" not in said.lower() else "the behaviour has changed")
PY
