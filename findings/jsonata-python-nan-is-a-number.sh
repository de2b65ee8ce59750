#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# jsonata-python 0.7.1: $number("nan") gives a number, and one failed reading of a sensor takes the mean of all of them along.
#
# Expected (JSONata, numeric functions, $number): a text that is a legal number in JSON is cast; all other texts are an error, so that
# an expression stops where a reading is no number. "nan", which microcontrollers print for a failed reading, is not legal in JSON.
# Seen: whatever Python's own float() takes is cast: "nan" becomes NaN, "1_000" becomes 1000. NaN then runs through $sum and $average,
# and a comparison with a limit is false both ways, so that no alarm goes off. "n/a" and "inf" are errors, as they should be.
# Who is hurt: whoever decodes sensor messages by JSONata in Python: the day's mean is lost by one reading, and written out as JSON
# the result is `NaN`, which other readers refuse.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jsonata-python==0.7.1
"$folder/venv/bin/python" - <<'PY'
import json
import sys
from importlib.metadata import version

import jsonata


def run(expression, data=None):
    try:
        return jsonata.Jsonata(expression).evaluate(data or {})
    except Exception as error:
        return type(error).__name__


READINGS = {"readings": ["21.5", "nan", "22.5"]}
CASES = {
    '$number("21.5")': None,
    '$number("n/a")': None,
    '$number("inf")': None,
    '$number("nan")': None,
    '$number("1_000")': None,
    "$average(readings.$number($))": READINGS,
    "readings[1].$number($) > 50": READINGS,
    "readings[1].$number($) <= 50": READINGS,
}
print(f"jsonata-python {version('jsonata-python')}; expected: an error wherever nan is cast")
seen = {expression: run(expression, data) for expression, data in CASES.items()}
for expression, result in seen.items():
    print(f"{expression}: {result}")
mean = seen["$average(readings.$number($))"]
print("as JSON:", json.dumps({"mean": mean}))
wrong = [str(seen[e]) for e in ('$number("nan")', "$average(readings.$number($))")] == ["nan", "nan"]
silent = [seen["readings[1].$number($) > 50"], seen["readings[1].$number($) <= 50"]] == [False, False]
right = seen['$number("21.5")'] == 21.5 and {seen['$number("n/a")'], seen['$number("inf")']} <= {"ValueError", "JException"}
sys.exit(0 if wrong and silent and right and seen['$number("1_000")'] == 1000 else "the behaviour has changed")
PY
