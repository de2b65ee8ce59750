#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# zrxp 2.1.0: water levels that are stamped in MEZ all year are read with summer time; one with the night of a change is left out.
#
# Expected: a ZRXP block says in its head in which time it is stamped. MEZ is UTC plus one hour (Einheiten- und Zeitgesetz, section 4;
# summer time is a name of its own, MESZ), the same as UTC+1, which the library reads rightly; gauges keep it the whole year.
# Seen: MEZ is replaced by the zone "CET" of the time zone base, which has summer time: from March to October each value lies an hour
# too early. A value at 02:30 on the last Sunday in March does not exist there, one in October exists twice; the whole block is left
# out then, with a line in the log, and the other blocks of the file are returned as if they were all.
# Who is hurt: whoever compares gauges, rain or sewers with anything in UTC: floods come an hour early, and a station that has data on
# the night of a clock change is missing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check zrxp==2.1.0 polars==2.1.0 pandas==3.0.6 pyarrow==26.0.1 \
    pydantic==2.14.4
cd "$folder"
venv/bin/python - <<'PY'
import logging
import sys
from datetime import timezone
from importlib.metadata import version

import zrxp


def block(zone, station, *times):
    rows = "".join(f"{time} {100 + number}.0 200\n" for number, time in enumerate(times))
    return (
        f"#SANR{station}|*|SNAMEPegel {station}|*|CNAMEW|*|CUNITcm|*|TZ{zone}|*|RINVAL-777|*|\n"
        f"#LAYOUT(timestamp,value,status)|*|\n{rows}")


def read(*blocks):
    """The instants of each station that is returned, in UTC."""
    with open("levels.zrx", "w", encoding="ascii") as file:
        file.write("".join(blocks))
    found = {}
    for each in zrxp.read("levels.zrx", engine="polars"):
        times = each.data["timestamp"].to_list()
        found[each.metadata.SANR] = [f"{time.astimezone(timezone.utc):%d.%m. %H:%M}" for time in times]
    return found


logging.disable(logging.WARNING)
print(f"zrxp {version('zrxp')}; expected for MEZ what is seen for UTC+1: an hour before, in summer too")
NOONS = ("20260115120000", "20260715120000")
seen = {zone: read(block(zone, "1", *NOONS))["1"] for zone in ("UTC+1", "MEZ")}
for zone, times in seen.items():
    print(f"noon on 15 January and 15 July in {zone}: {', '.join(times)} UTC")
nights = {}
for night in ("20260329", "20261025"):
    for zone in ("UTC+1", "MEZ"):
        times = [f"{night}0{hour}3000" for hour in (1, 2, 3)]
        nights[night, zone] = sorted(read(block(zone, "1", *times), block(zone, "2", NOONS[0])))
        print(f"station 1 with the night of {night} and station 2, in {zone}: returned {', '.join(nights[night, zone])}")
expected = {"UTC+1": ["15.01. 11:00", "15.07. 11:00"], "MEZ": ["15.01. 11:00", "15.07. 10:00"]}
left = all(stations == (["2"] if zone == "MEZ" else ["1", "2"]) for (_, zone), stations in nights.items())
sys.exit(0 if seen == expected and left else "the behaviour has changed")
PY
