#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# pygeofilter 0.4.0: in a CQL2 filter the full stop stands for any character, so that LIKE 'St. %' also finds "Sta Maria".
#
# Expected (OGC 21-065r2, CQL2, LIKE): % stands for any characters, _ for one, and the backslash takes that meaning away. A full stop
# is a full stop.
# Seen: the parsers of CQL2 text, CQL2 JSON and ECQL set the full stop as the sign for one character, and no option changes it. The
# SQL that is made of `name LIKE 'St. %'` reads "name" LIKE 'St_ %', and the same filter on objects matches the same wrong names.
# `_` works in the SQL by chance (it is passed on) and matches only itself on objects. No warning.
# Who is hurt: users of servers built on it who look for names with a stop (St. Josef, Nr. 3, a file number 61.2): others come along,
# in a count and in a selection for deletion too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pygeofilter==0.4.0 shapely==2.1.2
"$folder/venv/bin/python" - <<'PY'
import sqlite3
import sys
from importlib.metadata import version
from types import SimpleNamespace

from pygeofilter.backends.native.evaluate import NativeEvaluator
from pygeofilter.backends.sql.evaluate import to_sql_where
from pygeofilter.parsers.cql2_json import parse as parse_json
from pygeofilter.parsers.cql2_text import parse as parse_text

NAMES = ["St. Josef", "Sta Maria", "Weg 1", "Weg 12"]
FIELDS = {"name": "name"}
base = sqlite3.connect(":memory:")
base.execute("CREATE TABLE places (name TEXT)")
base.executemany("INSERT INTO places VALUES (?)", [(name,) for name in NAMES])


def in_sql(filter):
    return [name for name, in base.execute(f"SELECT name FROM places WHERE {to_sql_where(filter, FIELDS)} ORDER BY 1")]


def on_objects(filter):
    matches = NativeEvaluator(attribute_map=FIELDS, use_getattr=True).evaluate(filter)
    return [name for name in NAMES if matches(SimpleNamespace(name=name))]


print(f"pygeofilter {version('pygeofilter')}; expected: 'St. %' finds St. Josef, 'Weg _' finds Weg 1")
seen = {}
for pattern in ("St. %", "Weg _"):
    texts = parse_text(f"name LIKE '{pattern}'")
    objects = parse_json({"op": "like", "args": [{"property": "name"}, pattern]})
    print(f"{pattern}: {to_sql_where(texts, FIELDS)}")
    seen[pattern] = [in_sql(texts), on_objects(texts), in_sql(objects), on_objects(objects)]
    print(f"    text: {seen[pattern][0]} in SQL, {seen[pattern][1]} on objects; JSON: {seen[pattern][2]}, {seen[pattern][3]}")
both = ["St. Josef", "Sta Maria"]
expected = {"St. %": [both, both, both, both], "Weg _": [["Weg 1"], [], ["Weg 1"], []]}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
