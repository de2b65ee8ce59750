#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# pyMeterBus 0.8.5: the correction factor of an M-Bus value is not applied; a heat meter's megawatt hours are a thousandfold too small.
#
# Expected (EN 13757-3, extensions of the value information): after the unit a meter may say E111 1101, "the value times a thousand", or
# E111 0nnn, "the value times ten to the power nnn - 6". A reader multiplies, or gives no value.
# Seen: the extension is shown as UNKNOWN_ENHANCEMENT and the bare value goes out in watt hours or cubic metres: 5 with the unit kWh
# and the factor 1,000 gives 5,000 Wh instead of 5,000,000. With a factor of a thousandth (nnn = 3) it is a thousandfold too large.
# No error and no warning. Beside it stands the same energy without a factor, with the same names of type and unit.
# Who is hurt: district heating and large water meters, whose registers need the factor: bills and annual figures wrong by powers of ten.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyMeterBus==0.8.5
"$folder/venv/bin/python" - <<'PY'
import sys
import warnings
from importlib.metadata import version

import meterbus

warnings.simplefilter("error")
# four bytes of whole number, then what it measures, then (high bit before it) the extension
RECORDS = {
    "5000 kWh": ("04 06", 5000),
    "5 kWh times 1000": ("04 86 7d", 5),
    "5000000 kWh times 0.001": ("04 86 73", 5_000_000),
    "7 m3 times 1000": ("04 96 7d", 7),
}


def telegram(records):
    body = bytes.fromhex("08 01 72 78563412 2423 01 04 05 00 0000") + records
    return bytes([0x68, len(body), len(body), 0x68]) + body + bytes([sum(body) & 255, 0x16])


data = b"".join(bytes.fromhex(head) + value.to_bytes(4, "little") for head, value in RECORDS.values())
print(f"pyMeterBus {version('pyMeterBus')}; expected: 5,000,000 Wh three times, 7,000 m3, or no value")
seen = {}
for name, record in zip(RECORDS, meterbus.load(telegram(data)).records, strict=True):
    fields = record.interpreted
    print(f"{name}: {fields['value']} {fields['unit']}, {fields['type']}, {fields.get('unit_enh', 'no extension')}")
    seen[name] = (int(fields["value"]), fields["unit"], fields.get("unit_enh"))
unknown = "VIFUnitEnhExt.UNKNOWN_ENHANCEMENT"
expected = {
    "5000 kWh": (5_000_000, "MeasureUnit.WH", None),
    "5 kWh times 1000": (5_000, "MeasureUnit.WH", unknown),
    "5000000 kWh times 0.001": (5_000_000_000, "MeasureUnit.WH", unknown),
    "7 m3 times 1000": (7, "MeasureUnit.M3", unknown),
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
