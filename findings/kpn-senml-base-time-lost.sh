#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# kpn-senml 1.0.1: of a SenML pack that is read the values come through, the times and units do not.
#
# Expected (RFC 8428, sections 4.1, 4.2 and 4.6): a record says its time and unit, or has them from the base time and base unit that
# stand before it; its own time is then counted from the base. Resolved, each record has a value, a time and a unit.
# Seen: the values are right, the base value is added to them. The time and the unit of each record are None, also where the record
# says them itself, in JSON and in CBOR; written again, the pack has no times and no units at all. No error, no warning. Walking over
# the pack (`for record in pack`) gives no record where there are three.
# Who is hurt: gateways that pass measurements on: old values that were kept back during an outage count as measured just now, and
# degrees cannot be told from per cent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check kpn-senml==1.0.1 cbor2==6.3.0
"$folder/venv/bin/python" - <<'PY'
import json
import sys
import warnings
from importlib.metadata import version

import cbor2
from kpn_senml import SenmlPack

warnings.simplefilter("error")
BASE = 1_795_773_600  # 27 November 2026, 10:00 UTC
JSON = [
    {"bn": "urn:dev:ow:10e2073a01080063:", "bt": BASE, "bu": "Cel", "bv": 20, "n": "air", "v": 1.5},
    {"n": "road", "t": -60, "v": -21},
    {"n": "humidity", "t": 60, "u": "%RH", "v": 40},
]
LABELS = {"bn": -2, "bt": -3, "bu": -4, "bv": -5, "n": 0, "u": 1, "v": 2, "t": 6}
CBOR = [{LABELS[key]: value for key, value in record.items()} for record in JSON]


def read(name, data):
    """Value, time and unit of each record as it is told of, the records met by walking, and what is written again."""
    told = []
    pack = SenmlPack(JSON[0]["bn"], lambda record, device=None: told.append(record))
    getattr(pack, f"from_{name}")(data)
    records = {record.name: (record.value, record.time, record.unit) for record in told}
    return records, len(list(pack)), {key for record in json.loads(pack.to_json()) for key in record}


print(f"kpn-senml {version('kpn-senml')}; expected: air 21.5 Cel, road -1 Cel, humidity 60 %RH, at {BASE} and a minute around it")
seen = {"json": read("json", json.dumps(JSON)), "cbor": read("cbor", cbor2.dumps(CBOR))}
for name, (records, walked, members) in seen.items():
    for record, (value, time, unit) in records.items():
        print(f"{name}: {record} {value}, time {time}, unit {unit}")
    print(f"{name}: {len(records)} records, {walked} by walking; members when written again: {', '.join(sorted(members))}")
values = {"air": (21.5, None, None), "road": (-1, None, None), "humidity": (60, None, None)}
same = all(
    records == values and walked == 0 and members == {"bn", "bv", "n", "v"} for records, walked, members in seen.values())
sys.exit(0 if same else "the behaviour has changed")
PY
