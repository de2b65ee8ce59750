# SPDX-License-Identifier: EUPL-1.2
"""Each action that a room notes in the audit trail has words for people: those of the page or of a room's `deeds`."""

import pathlib
import re
import sys

page = pathlib.Path("Rooms/Access/Pages/AuditPage.swift").read_text()
known = set(re.findall(r'case "([^"]+)"', page))
for room in pathlib.Path("Rooms").glob("*/Room.swift"):
    for pair in re.findall(r'^ +"([^"]+)": Words\(|deeds\["([^"]+)"\]', room.read_text(), re.M):
        known |= set(filter(None, pair))

faults = []
for folder in ["Rooms", "Sources"]:
    for file in pathlib.Path(folder).rglob("*.swift"):
        if "Tests" in file.parts:
            continue
        for action in re.findall(r'AuditTrail\.append\(\s*([^,]+),', file.read_text()):
            faults += [f"{file}: {word}" for word in re.findall(r'"([^"\\]+)"', action) if word not in known]
if faults:
    sys.exit("actions of the audit trail without words (see Room.deeds):\n" + "\n".join(faults))
