#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# icalendar 7.3.2: an event that lasts hours (DURATION:PT10H) over the change of the clocks ends an hour early or late.
#
# Expected (RFC 5545, 3.3.6, which the package's own text on durations repeats): days and weeks are nominal, hours are exact; over the
# change of the clocks the hour that is left out or doubled has to be reckoned with. Ten hours from 20:00 on 28 March 2026 in Berlin
# end at 07:00, in the night of 24 October at 05:00; one day ends at 20:00 both times.
# Seen: Event.end adds the hours to what the clock shows: 06:00 both times, which is 9 and 11 hours after the start. Event.duration
# of an event with both ends is likewise the difference of the clock faces: 01:00 to 05:00 on 25 October counts as 4 hours, not 5.
# Who is hurt: night closures of roads and night shifts, twice a year; whoever bills or publishes by Event.end is an hour off.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2
"$folder/venv/bin/python" - <<'PY'
import sys
from datetime import timedelta, timezone
from importlib.metadata import version

from icalendar import Calendar

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
EVENTS = {
    "ten hours in March": ("20260328T200000", "DURATION:PT10H"),
    "a day in March": ("20260328T200000", "DURATION:P1D"),
    "ten hours in October": ("20261024T200000", "DURATION:PT10H"),
    "a day in October": ("20261024T200000", "DURATION:P1D"),
    "01:00 to 05:00 in October": ("20261025T010000", "DTEND;TZID=Europe/Berlin:20261025T050000"),
}
text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Stadt//Sperrungen//DE\n" + ZONE
for name, (start, line) in EVENTS.items():
    text += f"BEGIN:VEVENT\nUID:{name}\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Europe/Berlin:{start}\n{line}\nEND:VEVENT\n"
text += "END:VCALENDAR\n"
print(f"icalendar {version('icalendar')}; expected: ten hours end at 07:00 in March and at 05:00 in October, 01:00 to 05:00 is 5 h")
seen = {}
for event in Calendar.from_ical(text.replace("\n", "\r\n")).walk("VEVENT"):
    elapsed = event.end.astimezone(timezone.utc) - event.start.astimezone(timezone.utc)
    print(f"{event['UID']}: {event.start} to {event.end}, elapsed {elapsed}, said {event.duration}")
    seen[str(event["UID"])] = (f"{event.end:%H:%M}", elapsed / timedelta(hours=1), event.duration / timedelta(hours=1))
expected = {
    "ten hours in March": ("06:00", 9, 10), "a day in March": ("20:00", 23, 24),
    "ten hours in October": ("06:00", 11, 10), "a day in October": ("20:00", 25, 24),
    "01:00 to 05:00 in October": ("05:00", 5, 4),
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
