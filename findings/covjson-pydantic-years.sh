#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# covjson-pydantic 0.8.0: a yearly CoverageJSON series is accepted, and its years become minutes of 1 January 1970.
#
# Expected (OGC CoverageJSON 1.0, temporal reference systems): with the Gregorian calendar a time is written as YYYY, YYYY-MM,
# YYYY-MM-DD or a date with time and zone, and a reader keeps the precision that is written. A model either keeps "2025" or refuses it.
# Seen: "2025" is read as 2,025 seconds after the epoch and written again as 1970-01-01T00:33:45Z; no error, no warning. Months and
# days, as valid as years, are refused with a validation error, so that only the years go wrong unseen.
# Who is hurt: whoever publishes or checks yearly figures (mean temperature, inhabitants) by these models: all values lie within
# a few seconds of 1970.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check covjson-pydantic==0.8.0 pydantic==2.14.4
"$folder/venv/bin/python" - <<'PY'
import json
import sys
import warnings
from importlib.metadata import version

from covjson_pydantic.coverage import Coverage
from pydantic import ValidationError

warnings.simplefilter("error")


def through(times):
    """The times of a series after it went through the model, or 'refused'."""
    text = json.dumps({
        "type": "Coverage",
        "domain": {
            "type": "Domain", "domainType": "PointSeries",
            "axes": {"x": {"values": [7.6]}, "y": {"values": [51.9]}, "t": {"values": times}},
            "referencing": [
                {"coordinates": ["x", "y"],
                 "system": {"type": "GeographicCRS", "id": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                {"coordinates": ["t"], "system": {"type": "TemporalRS", "calendar": "Gregorian"}},
            ],
        },
        "parameters": {"mean": {"type": "Parameter", "observedProperty": {"label": {"de": "Jahresmittel"}}}},
        "ranges": {"mean": {"type": "NdArray", "dataType": "float", "axisNames": ["t"], "shape": [len(times)],
                            "values": [9.5 + n for n in range(len(times))]}},
    })
    try:
        model = Coverage.model_validate_json(text)
    except ValidationError:
        return "refused"
    return json.loads(model.model_dump_json())["domain"]["axes"]["t"]["values"]


print(f"covjson-pydantic {version('covjson-pydantic')}; expected: each series comes back as it was, or is refused")
seen = {
    "years": through(["2024", "2025"]),
    "months": through(["2025-01", "2025-02"]),
    "days": through(["2025-01-01", "2025-01-02"]),
    "hours": through(["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"]),
}
for name, times in seen.items():
    print(f"{name}: {times}")
expected = {
    "years": ["1970-01-01T00:33:44Z", "1970-01-01T00:33:45Z"], "months": "refused", "days": "refused",
    "hours": ["2025-01-01T00:00:00Z", "2025-01-01T01:00:00Z"],
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
