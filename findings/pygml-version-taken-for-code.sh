#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# pygml 0.3.2: where the name of the reference system carries the version of the EPSG base, the version is taken for the system.
#
# Expected (OGC 07-092r3, names of definitions): urn:ogc:def:crs:EPSG:6.9:4326 is system 4326 as version 6.9 of the base has it; where
# the version is left open, two colons stand together. Both name the same axes, latitude first. The library turns coordinates of such
# systems into the order of GeoJSON, east first, which is what it is for.
# Seen: of the name with a version the first number is read, as system 6; that is none with north first, so the coordinates stay as
# they are: latitude in the place of longitude, for Gauss-Krueger the northing in the place of the easting. No error and no warning;
# a name with the address form and a version is refused, so that only the URN goes wrong unseen.
# Who is hurt: whoever reads GML whose writer names the version, which is the careful way: a town in Westphalia comes to lie in the sea
# off Somalia, beside layers of other servers that are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pygml==0.3.2 lxml==6.1.3
"$folder/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import pygml

warnings.simplefilter("error")
POINT = (
    '<gml:Point xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="a" srsName="{}"><gml:pos>{}</gml:pos></gml:Point>')
NORTH_FIRST = {
    "urn:ogc:def:crs:EPSG::4326": "51.96 7.62", "urn:ogc:def:crs:EPSG:6.9:4326": "51.96 7.62",
    "urn:ogc:def:crs:EPSG:9.9.1:4258": "51.96 7.62", "urn:ogc:def:crs:EPSG::31467": "5759000 3405000",
    "urn:ogc:def:crs:EPSG:6.6:31467": "5759000 3405000",
    "http://www.opengis.net/def/crs/EPSG/0/4326": "51.96 7.62", "http://www.opengis.net/def/crs/EPSG/9.9.1/4326": "51.96 7.62",
}


def read(name, position):
    try:
        return tuple(pygml.parse(POINT.format(name, position)).__geo_interface__["coordinates"])
    except ValueError:
        return "refused"


print(f"pygml {version('pygml')}; expected: east first each time, (7.62, 51.96) and (3405000.0, 5759000.0)")
seen = {}
for name, position in NORTH_FIRST.items():
    seen[name] = read(name, position)
    print(f"{name}: {seen[name]}")
east, north = (7.62, 51.96), (51.96, 7.62)
expected = [east, north, north, (3405000.0, 5759000.0), (5759000.0, 3405000.0), east, "refused"]
sys.exit(0 if list(seen.values()) == expected else "the behaviour has changed")
PY
