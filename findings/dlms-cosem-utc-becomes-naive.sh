#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# dlms-cosem 25.1.0: the time of a meter that runs on UTC loses its zone when it is read.
#
# Expected (DLMS UA Blue Book, date-time): two bytes say by how many minutes the clock is away from UTC, 0x8000 that this is not known.
# A deviation of 0 is known: the meter shows UTC. The reader then gives a time with the zone UTC, as it gives +01:00 for -60.
# Seen: 0 is taken for "not given", as 0x8000 is; both give a time without zone, and nothing tells them apart. Written again, the
# deviation of 0 has become 0x8000. Python takes a time without zone for local time: in Germany one or two hours off.
# Who is hurt: whoever reads load profiles from meters set to UTC: every quarter of an hour is booked one or two hours early, and a
# time of theirs cannot be compared with that of a meter on local time (TypeError).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dlms-cosem==25.1.0
TZ=Europe/Berlin "$folder/venv/bin/python" - <<'PY'
import sys
from datetime import datetime, timezone
from importlib.metadata import version

from dlms_cosem.time import datetime_from_bytes, datetime_to_bytes

# 30 November 2026, a Monday, 12:00:00.00
CLOCK = bytes.fromhex("07ea 0b 1e 01 0c 00 00 00")
KNOWN = {"-60 minutes (CET)": b"\xff\xc4", "0 minutes (UTC)": b"\x00\x00", "not known": b"\x80\x00"}

print(f"dlms-cosem {version('dlms-cosem')}; expected: 0 minutes is +00:00, 12:00Z as an instant, written again 0000")
seen = {}
for name, deviation in KNOWN.items():
    time, _ = datetime_from_bytes(CLOCK + deviation + b"\x00")
    again = datetime_to_bytes(time)[9:11]
    instant = datetime.fromtimestamp(time.timestamp(), timezone.utc)
    print(f"{name}: {time.isoformat()}, as an instant {instant:%H:%M}Z, written again {again.hex()}")
    seen[name] = (str(time.utcoffset()), f"{instant:%H:%M}", again.hex())
# the library writes UTC rightly; only the way back loses it
written = datetime_to_bytes(datetime(2026, 11, 30, 12, tzinfo=timezone.utc))[9:11]
print("12:00 UTC is written with the deviation", written.hex())
expected = {
    "-60 minutes (CET)": ("1:00:00", "11:00", "ffc4"),
    "0 minutes (UTC)": ("None", "11:00", "8000"),
    "not known": ("None", "11:00", "8000"),
}
sys.exit(0 if seen == expected and written == b"\x00\x00" else "the behaviour has changed")
PY
