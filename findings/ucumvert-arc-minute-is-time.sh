#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# ucumvert 0.3.2: the minute and the second of arc become minutes and seconds of time.
#
# Expected (UCUM 2.2, units from ISO 1000): ' is the sixtieth of a degree and '' the sixtieth of that, both of them angles; min and s
# are the units of time. The table of UCUM that the package carries along says so too ("plane angle"). Pint, to whose units it
# translates, has arcminute and arcsecond.
# Seen: ' is translated to minute and '' to second, units of time: 1' is 60 seconds, and the same as 1 min. A tilt of 90' cannot be
# compared with 2 deg (error); but where only numbers and sums count it goes through: 30' and 5 min are 35 minutes, and a tilt of
# 12'' a year becomes a number without a unit of 3.8e-7 instead of 5.8e-5 rad a year.
# Who is hurt: whoever reads sensors of tilt (bridges, retaining walls, mining) whose unit is a code of UCUM, as it often is in
# SensorThings and CoverageJSON.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ucumvert==0.3.2 pint==0.25.3
"$folder/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

from pint import DimensionalityError
from ucumvert import PintUcumRegistry

warnings.simplefilter("error")
units = PintUcumRegistry()
print(f"ucumvert {version('ucumvert')}; expected: ' and '' are angles as deg is, min and s are times")
seen = {}
for code in ("deg", "'", "''", "min", "s"):
    quantity = units.from_ucum(code)
    kind = "time" if quantity.check("[time]") else "angle" if quantity.dimensionless else "other"
    seen[code] = (str(quantity.units), kind)
    print(f"{code}: {quantity.units}, {kind}")
try:
    degrees = (90 * units.from_ucum("'")).to("degree").magnitude
except DimensionalityError:
    degrees = None
total = (30 * units.from_ucum("'") + 5 * units.from_ucum("min")).to("minute").magnitude
drift = (12 * units.from_ucum("''/a")).to_base_units()
print(f"90' in degrees: {degrees}; 30' and 5 min: {total:g} minutes; 12'' a year: {drift.magnitude:.2g} {drift.units}")
expected = {
    "deg": ("degree", "angle"), "'": ("minute", "time"), "''": ("second", "time"), "min": ("minute", "time"),
    "s": ("second", "time"),
}
same = seen == expected and degrees is None and round(total) == 35 and drift.dimensionless
sys.exit(0 if same else "the behaviour has changed")
PY
