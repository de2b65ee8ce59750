#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# xlsx2csv 0.8.6: a number whose cell format shows a unit in quotes is replaced by that format, with parts of a date in it.
#
# Expected (ECMA-376, numFmt): what stands in quotes in a number format is text that is shown beside the number; `0.0" ha"` shows 12.5
# as "12.5 ha", and letters in it are no date. The tool says that it converts the cells; the other options concern dates and decimals.
# Seen: as soon as the quoted unit has a d, h, m, s or y in it, the cell counts as a date, and the CSV has the format's own text with
# letters replaced: 12.5 becomes `0.0" 12a"`. The number is nowhere. Units without these letters (kg, °C, €) are right. No warning,
# exit code 0; Debian 12's xlsx2csv 0.7.8 does the same. `--ignore-formats date` keeps the numbers, and gives up all dates.
# Who is hurt: tables of a town's engineers, with hectares, millimetres of rain, metres, litres a second in the cell format.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsx2csv==0.8.6 XlsxWriter==3.3.1
cd "$folder"
venv/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("areas.xlsx") as book:
    sheet = book.add_worksheet("Flächen")
    for row, unit in enumerate(["ha", "mm", "m²", "Std.", "kg", "°C", "€"]):
        sheet.write_string(row, 0, unit)
        sheet.write_number(row, 1, 12.5, book.add_format({"num_format": f'0.0" {unit}"'}))
PY
venv/bin/xlsx2csv areas.xlsx > default.csv 2> said.txt
venv/bin/xlsx2csv --ignore-formats date -- areas.xlsx > ignored.csv 2>> said.txt
venv/bin/python - <<'PY'
import csv
import os
import sys
from importlib.metadata import version


def numbers(name):
    """The cells beside the units: 12.5 where the number came through, else what stands there."""
    with open(name, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return {unit: 12.5 if value.replace(".", "").isdigit() and float(value) == 12.5 else value for unit, value in rows}


seen, ignored = numbers("default.csv"), numbers("ignored.csv")
print(f"xlsx2csv {version('xlsx2csv')}; written, and expected, 12.5 each time")
for unit, value in seen.items():
    print(f"format 0.0\" {unit}\": {value}")
lost = [unit for unit, value in seen.items() if value != 12.5]
print("lost:", ", ".join(lost), "- warned:", os.path.getsize("said.txt") > 0)
expected = lost == ["ha", "mm", "m²", "Std."] and set(ignored.values()) == {12.5}
sys.exit(0 if expected and os.path.getsize("said.txt") == 0 else "the behaviour has changed")
PY
