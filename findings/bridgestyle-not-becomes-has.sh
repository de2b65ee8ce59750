#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# bridgestyle 0.1.9: a rule of QGIS with NOT draws everything in the style for MapLibre; in the SLD of the same layer it is right.
#
# Expected: the library takes the style of a QGIS layer over into SLD and into a style for MapLibre; a rule for NOT ("art" = 'Linde')
# draws in both what it draws in QGIS, or a warning says that it cannot be taken over (as one does for NOT IN).
# Seen: in the style for MapLibre the condition has become ["!", ["has", "Linde"]]: "there is no property called Linde". That holds for
# each feature, and the whole layer is drawn by the rule. The condition inside the NOT is gone, whatever it was; only its last value
# is left over. No warning. The SLD has the right filter, and <> instead of NOT is right in both.
# Who is hurt: towns that publish the styles of their QGIS projects as web maps: what a rule leaves out there is drawn here, in the
# wrong colour, and covers what lies below it.
set -euo pipefail
if [ "$(dpkg-query -W -f '${Version}' python3-qgis 2>/dev/null)" != 3.22.16+dfsg-1 ]; then
    echo "needs python3-qgis 3.22.16+dfsg-1 of Debian 12 (apt-get install python3-qgis)" >&2
    exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$folder/library" bridgestyle==0.1.9
cd "$folder"
export HOME="$folder" XDG_RUNTIME_DIR="$folder" QT_QPA_PLATFORM=offscreen PYTHONPATH="$folder/library"
/usr/bin/python3 - <<'PY'
import json
import re
import sys

from qgis.core import (
    QgsApplication, QgsFeature, QgsGeometry, QgsMarkerSymbol, QgsRuleBasedRenderer, QgsVectorLayer)

application = QgsApplication([], False)
application.initQgis()
from bridgestyle import mapboxgl, sld
from bridgestyle.qgis import togeostyler

TREES = [{"art": "Linde", "h": 12}, {"art": "Eiche", "h": 4}, {"art": "Buche", "h": 25}]


def holds(condition, tree):
    """The few expressions of MapLibre's style specification that occur here."""
    if not isinstance(condition, list):
        return condition
    name, *values = condition
    if name == "get":
        return tree[values[0]]
    if name == "has":
        return values[0] in tree
    left, right = [holds(value, tree) for value in (*values, None)[:2]]
    return {"==": left == right, "!=": left != right, "!": not left}[name]


def drawn(expression):
    """Which trees are drawn by QGIS and by the style for MapLibre, that style's filter, the SLD's operators, and the warnings."""
    layer = QgsVectorLayer("Point?field=art:string&field=h:integer", "baeume", "memory")
    for tree in TREES:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(tree.values()))
        feature.setGeometry(QgsGeometry.fromWkt("POINT (7.62 51.96)"))
        layer.dataProvider().addFeatures([feature])
    root = QgsRuleBasedRenderer.Rule(None)
    root.appendChild(QgsRuleBasedRenderer.Rule(QgsMarkerSymbol.createSimple({}), filterExp=expression, label="rule"))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    geostyler, _, _, warnings = togeostyler.convert(layer)
    style, more = mapboxgl.fromGeostyler(geostyler)
    condition = json.loads(style)["layers"][0]["filter"]
    text, others = sld.fromGeostyler(geostyler)
    operators = re.findall(r"<ogc:(Not|PropertyIs\w+)>", text)
    in_qgis = sorted(feature["art"] for feature in layer.getFeatures(expression))
    in_style = sorted(tree["art"] for tree in TREES if holds(condition, tree))
    return in_qgis, in_style, condition, operators, [*warnings, *more, *others]


print("bridgestyle 0.1.9; expected: each style draws what QGIS draws")
seen = {}
for expression in ("\"art\" = 'Linde'", "\"art\" <> 'Linde'", "NOT (\"art\" = 'Linde')"):
    seen[expression] = drawn(expression)
    in_qgis, in_style, condition, operators, warnings = seen[expression]
    print(f"{expression}: QGIS {', '.join(in_qgis)}; MapLibre {', '.join(in_style)} by {json.dumps(condition)}")
    print(f"    SLD {' '.join(operators)}; warnings: {warnings}")
one, two, equal = ["Linde"], ["Buche", "Eiche"], ["PropertyIsEqualTo"]
expected = [
    (one, one, ["==", ["get", "art"], "Linde"], equal, []),
    (two, two, ["!=", ["get", "art"], "Linde"], ["PropertyIsNotEqualTo"], []),
    (two, ["Buche", "Eiche", "Linde"], ["!", ["has", "Linde"]], ["Not", *equal], []),
]
sys.exit(0 if list(seen.values()) == expected else "the behaviour has changed")
PY
