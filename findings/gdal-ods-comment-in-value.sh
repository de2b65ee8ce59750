#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# GDAL 3.12.4 (in pyogrio 0.13.0): a comment on a cell of an ODS table becomes part of the cell's text.
#
# Expected (OpenDocument 1.2, office:annotation): a note that hangs on a cell is no part of the cell's content; the text of a cell is
# in its own paragraphs. GDAL's page on the format has no word on comments, and its XLSX driver keeps them away.
# Seen: the paragraphs of the comment come first, then the value, with a line break between: "intern: noch zu prüfen\nLinde". Only
# texts are touched; a number with a comment stays the number. Debian 12's GDAL 3.6.2 does the same. No warning.
# Who is hurt: a clerk's internal remark is published with the data, and a key with a comment on it matches nothing any more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0
cd "$folder"
venv/bin/python - <<'PY'
import sys
import zipfile

import pyogrio

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="{long}"' for short, long in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }.items())
NOTE = "<office:annotation><text:p>intern: noch zu prüfen</text:p></office:annotation>"


def text(value, note=""):
    return f'<table:table-cell office:value-type="string">{note}<text:p>{value}</text:p></table:table-cell>'


def number(value, note=""):
    return (f'<table:table-cell office:value-type="float" office:value="{value}">{note}'
            f"<text:p>{value}</text:p></table:table-cell>")


rows = [
    text("nummer") + text("art") + text("umfang"),
    text("B1") + text("Linde", NOTE) + number(125, NOTE),
    text("B2", NOTE) + text("Eiche") + number(210),
]
body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
with zipfile.ZipFile("trees.ods", "w") as archive:
    archive.writestr("mimetype", KIND)
    archive.writestr("META-INF/manifest.xml", (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'))
    archive.writestr("content.xml", (
        f'<office:document-content {NAMES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Bäume">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"))
about, _, _, columns = pyogrio.raw.read("trees.ods")
seen = {str(name): column.tolist() for name, column in zip(about["fields"], columns)}
print("GDAL", ".".join(map(str, pyogrio.__gdal_version__)), "- expected: B1, B2; Linde, Eiche; 125, 210")
for name, values in seen.items():
    print(f"{name}: {values}")
remark = "intern: noch zu prüfen\n"
expected = {"nummer": ["B1", remark + "B2"], "art": [remark + "Linde", "Eiche"], "umfang": [125, 210]}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
