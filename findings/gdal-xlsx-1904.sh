#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# GDAL 3.12.4 (in pyogrio 0.13.0): dates of a workbook that counts from 1904 are four years and a day too early.
#
# Expected (ECMA-376, workbookPr): with date1904 the day number 0 is 1 January 1904 instead of the end of 1899; each reader of dates
# has to look at it. Old tables that began on a Mac carry the mark, and so does every copy of them. GDAL's page on the format has
# no word on it.
# Seen: the mark is not looked at; 29 March 2026 is read as 28 March 2022, with no warning. Times of day without a date are right.
# python-calamine 0.9.1 reads the same file rightly. Debian 12's GDAL 3.6.2 is wrong in the same way.
# Who is hurt: whoever takes inspection dates or deadlines from such a table into a layer: plausible days, all of them wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0 python-calamine==0.9.1 XlsxWriter==3.3.1
cd "$folder"
venv/bin/python - <<'PY'
import datetime
import sys

import pyogrio
import xlsxwriter
from python_calamine import CalamineWorkbook

DAY = datetime.date(2026, 3, 29)
seen = {}
print("GDAL", ".".join(map(str, pyogrio.__gdal_version__)), "- expected: what was written, from 1900 and from 1904")
for first in (1900, 1904):
    name = f"from{first}.xlsx"
    with xlsxwriter.Workbook(name, {"date_1904": first == 1904}) as book:
        sheet = book.add_worksheet("Leuchten")
        sheet.write_row(0, 0, ["nummer", "geprueft"])
        for row in (1, 2):
            sheet.write_string(row, 0, f"L{row}")
            sheet.write_datetime(row, 1, DAY, book.add_format({"num_format": "dd.mm.yyyy"}))
    about, _, _, columns = pyogrio.raw.read(name)
    by_gdal = columns[list(about["fields"]).index("geprueft")][0].astype("datetime64[D]").item()
    by_calamine = CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[1][1]
    print(f"days counted from {first}: written {DAY}, GDAL {by_gdal}, calamine {by_calamine}")
    seen[first] = (by_gdal, by_calamine)
expected = {1900: (DAY, DAY), 1904: (DAY - datetime.timedelta(days=1462), DAY)}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
