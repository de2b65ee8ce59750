#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# GDAL 3.9.1 (in pyogrio 0.10.0): the municipality key of a GML file without a schema loses its leading zero.
#
# Expected: a text of an XML element stays a text unless a schema says that it is a number; "05515000" (Amtlicher Gemeindeschlüssel)
# is a key. The same reader keeps it in a CSV file, where it looks for types only when it is asked to.
# Seen: without a schema the GML reader looks at all values, and what consists of digits becomes a whole number: 5515000. No warning
# is given, and with AUTODETECT_TYPE a CSV file goes the same way. GML_FIELDTYPES=ALWAYS_STRING keeps the key, but not where the file
# was read before: the guess is kept beside it (.gfs), and goes before the option.
# Who is hurt: whoever joins boundaries delivered as GML with anything by the key: in nine of sixteen Länder it begins with a zero.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyogrio==0.10.0
cd "$folder"
cat > places.gml <<'GML'
<?xml version="1.0" encoding="UTF-8"?>
<t:Orte xmlns:t="http://example.org/t" xmlns:gml="http://www.opengis.net/gml">
<gml:featureMember><t:Ort gml:id="a"><t:schluessel>05515000</t:schluessel></t:Ort></gml:featureMember>
<gml:featureMember><t:Ort gml:id="b"><t:schluessel>01001000</t:schluessel></t:Ort></gml:featureMember>
</t:Orte>
GML
cp places.gml unread.gml
printf 'schluessel,ort\n05515000,a\n01001000,b\n' > places.csv
venv/bin/python - <<'PY'
import sys

import pyogrio


def keys(file, **options):
    about, _, _, columns = pyogrio.raw.read(file, **options)
    return columns[list(about["fields"]).index("schluessel")].tolist()


seen = {
    "GML": keys("places.gml"),
    "CSV": keys("places.csv"),
    "CSV, types looked for": keys("places.csv", AUTODETECT_TYPE="YES"),
}
pyogrio.set_gdal_config_options({"GML_FIELDTYPES": "ALWAYS_STRING"})
seen["GML, always text"] = keys("unread.gml")
seen["GML read before, always text"] = keys("places.gml")
print("GDAL", ".".join(map(str, pyogrio.__gdal_version__)))
for name, values in seen.items():
    print(f"{name}: {values}")
whole, text = [5515000, 1001000], ["05515000", "01001000"]
expected = {
    "GML": whole, "CSV": text, "CSV, types looked for": whole, "GML, always text": text,
    "GML read before, always text": whole,
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
