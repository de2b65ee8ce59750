#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# pyjstat 2.4.0: a table whose rows stand in another order than its columns is written as JSON-stat with its values in other cells.
#
# Expected (JSON-stat 2.0, "value"): the values are a list without names, in the order of the dimensions, the last one running fastest;
# whoever makes such a list of named rows has to bring them into that order, and to put null where a combination has no row.
# Seen: the column of values is written as it stands. With the columns year and place, and the rows by place, the figures of two years
# and two places change cells; read again by the same library, 2025 of A is what 2024 of B was. A missing combination makes the list
# shorter than the size says, and all that come after it move up by one. No error, no warning; sorted and complete tables are right.
# Who is hurt: statistics offices and towns that publish figures of districts: plausible numbers under the wrong district and year.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyjstat==2.4.0 pandas==2.3.3 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import itertools
import json
import sys
import warnings
from importlib.metadata import version

import pandas
from pyjstat import pyjstat

warnings.simplefilter("error")
warnings.simplefilter("ignore", DeprecationWarning)  # of one part of the library about another
BY_YEAR = [("2024", "A", 10), ("2024", "B", 20), ("2025", "A", 11), ("2025", "B", 21)]
BY_PLACE = sorted(BY_YEAR, key=lambda row: (row[1], row[0]))
GAP = [BY_YEAR[0], *BY_YEAR[2:]]


def written(rows):
    """The cells of the JSON-stat that is made of rows, and how many values and cells it has."""
    frame = pandas.DataFrame(rows, columns=["year", "place", "value"])
    document = json.loads(pyjstat.Dataset.read(frame).write())
    cells = [[None] * size for size in document["size"]]
    for number, name in enumerate(document["id"]):
        for code, place in document["dimension"][name]["category"]["index"].items():
            cells[number][place] = code
    names = list(itertools.product(*cells))
    return {"/".join(name): value for name, value in zip(names, document["value"])}, len(document["value"]), len(names)


print(f"pyjstat {version('pyjstat')}; expected: 2024/A 10, 2024/B 20 or null, 2025/A 11, 2025/B 21, four values each time")
seen = {}
for title, rows in {"by year": BY_YEAR, "by place": BY_PLACE, "2024/B missing": GAP}.items():
    seen[title], values, cells = written(rows)
    print(f"rows {title}: {values} values for {cells} cells: {seen[title]}")
document = pyjstat.Dataset.read(pandas.DataFrame(BY_PLACE, columns=["year", "place", "value"])).write()
back = pyjstat.Dataset.read(document).write("dataframe").set_index(["year", "place"])["value"]
print("by place, read again: 2024 of B is", back["2024", "B"], "- 2025 of A is", back["2025", "A"])
expected = {
    "by year": {"2024/A": 10, "2024/B": 20, "2025/A": 11, "2025/B": 21},
    "by place": {"2024/A": 10, "2024/B": 11, "2025/A": 20, "2025/B": 21},
    "2024/B missing": {"2024/A": 10, "2024/B": 11, "2025/A": 21},
}
same = seen == expected and (back["2024", "B"], back["2025", "A"]) == (11, 20)
sys.exit(0 if same else "the behaviour has changed")
PY
