#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# icalevents 0.3.1: a date that was moved out of the days asked for is shown on its old day.
#
# Expected (RFC 5545, RECURRENCE-ID): an entry with the number of a series and RECURRENCE-ID takes the place of that one occurrence;
# the occurrence is not there any more, whatever day it was moved to. Asked for a week, a library leaves it out of the week.
# Seen: the old day is left out only where the new one lies in the days asked for as well. A weekly collection on Fridays, moved from
# 25 December to Monday 28: asked for both weeks, only the 28th is there; asked for the first week alone, the 25th is there, and for
# the second, the 28th. The strict mode does the same. recurring-ical-events 3.8.2 gives nothing for the first week, which is right.
# Who is hurt: calendars for waste collection and for closures, asked for "the next seven days" (the library's own choice where nothing
# is said): bins are put out on the holiday.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalevents==0.3.1 recurring-ical-events==3.8.2 icalendar==7.3.2
"$folder/venv/bin/python" - <<'PY'
import sys
import warnings
from datetime import date, datetime, timezone
from importlib.metadata import version

import icalendar
import recurring_ical_events
from icalevents.icalevents import events

COLLECTION = "\r\n".join("""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//waste//DE
BEGIN:VEVENT
UID:residual@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261204
RRULE:FREQ=WEEKLY
SUMMARY:Restabfall
END:VEVENT
BEGIN:VEVENT
UID:residual@example.org
DTSTAMP:20260101T000000Z
RECURRENCE-ID;VALUE=DATE:20261225
DTSTART;VALUE=DATE:20261228
SUMMARY:Restabfall
END:VEVENT
END:VCALENDAR
""".split("\n"))
SPANS = {
    "both weeks": ((2026, 12, 21), (2027, 1, 3)),
    "the week of 21 December": ((2026, 12, 21), (2026, 12, 27)),
    "the week of 28 December": ((2026, 12, 28), (2027, 1, 3)),
}


def asked(span, strict):
    start, end = (datetime(*day, tzinfo=timezone.utc) for day in span)
    found = events(string_content=COLLECTION.encode(), start=start, end=end, strict=strict)
    return sorted(f"{event.start:%d.%m.}" for event in found)


def other(span):
    calendar = recurring_ical_events.of(icalendar.Calendar.from_ical(COLLECTION))
    return sorted(f"{event['DTSTART'].dt:%d.%m.}" for event in calendar.between(*(date(*day) for day in span)))


warnings.simplefilter("ignore", DeprecationWarning)
print(f"icalevents {version('icalevents')}; expected: 28 December and 1 January, none in the week of 21 December")
seen = {}
for title, span in SPANS.items():
    seen[title] = (asked(span, False), asked(span, True), other(span))
    print(f"{title}: {seen[title][0]}, strict {seen[title][1]}; recurring-ical-events {seen[title][2]}")
moved = ["01.01.", "28.12."]
expected = {
    "both weeks": (moved, moved, moved), "the week of 21 December": (["25.12."], ["25.12."], []),
    "the week of 28 December": (moved, moved, moved),
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
