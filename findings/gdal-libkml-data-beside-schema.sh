#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# GDAL 3.12.4 (in pyogrio 0.13.0), driver LIBKML: where a KML file declares a schema, free attributes (Data) are lost.
#
# Expected (OGC 12-007r2, KML, ExtendedData): a feature carries any number of Data elements (a name and a value) and of SchemaData
# elements (values of a declared schema), the two side by side; both are attributes of the feature. The driver reads both kinds: in a
# file without a schema the Data elements become columns.
# Seen: the same file with a schema in it. Placemarks straight in the document have the schema's columns only; the column for the Data
# elements is gone for all of them. In a folder the column is there, but empty where the placemark has SchemaData too. No warning.
# Debian 12's GDAL 3.6.2 does the same.
# Who is hurt: surveys in which somebody added a species or a remark in a globe program to features of a declared schema: it is lost.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.13.0
cd "$folder"
venv/bin/python - <<'PY'
import sys
import warnings

import pyogrio

warnings.simplefilter("error")
SCHEMA = '<Schema name="baum" id="baum"><SimpleField name="nummer" type="string"/></Schema>'
TYPED = '<SchemaData schemaUrl="#baum"><SimpleData name="nummer">B1</SimpleData></SchemaData>'


def species(schema, typed, folder):
    """The column of the two trees' species, or 'no column'."""
    marks = "".join(
        f"<Placemark><name>{name}</name><ExtendedData>{before}<Data name=\"art\"><value>{art}</value></Data></ExtendedData>"
        "<Point><coordinates>7.61,51.95</coordinates></Point></Placemark>"
        for name, art, before in (("eins", "Linde", typed), ("zwei", "Eiche", "")))
    marks = f"<Folder><name>Stadt</name>{marks}</Folder>" if folder else marks
    with open("trees.kml", "w", encoding="utf-8") as file:
        file.write(f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Park</name>{schema}{marks}</Document></kml>')
    about, _, _, columns = pyogrio.raw.read("trees.kml")
    found = {str(name): column.tolist() for name, column in zip(about["fields"], columns)}
    return found.get("art", "no column")


print("GDAL", ".".join(map(str, pyogrio.__gdal_version__)), "- expected each time: Linde, Eiche")
seen = {
    "no schema": species("", "", folder=False),
    "schema, in the document": species(SCHEMA, TYPED, folder=False),
    "schema, in a folder": species(SCHEMA, TYPED, folder=True),
}
for name, values in seen.items():
    print(f"{name}: {values}")
expected = {
    "no schema": ["Linde", "Eiche"], "schema, in the document": "no column", "schema, in a folder": [None, "Eiche"],
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
