# SPDX-License-Identifier: EUPL-1.2
"""QGIS itself (Debian's python3-qgis, without a window): a layer is opened over WFS, edited and saved. With --soak only."""
import json
import os
import subprocess

import pytest
import requests

from conftest import allmende, running

pytestmark = pytest.mark.skipif("ALLMENDE_TEST_SOAK" not in os.environ, reason="QGIS is large: scripts/test --soak")

# Runs in Debian's Python, which has QGIS; prints what it saw as JSON.
SCRIPT = r"""
import json, sys
from qgis.core import Qgis, QgsApplication, QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer
address, layer, version, key = sys.argv[1:5]
application = QgsApplication([], False)
application.initQgis()
uri = (f"typename='town:{layer}' url='{address}' version='{version}' srsname='EPSG:4326' "
       f"username='key' password='{key}' pagingEnabled='default' preferCoordinatesForWfsT11='false'")
opened = QgsVectorLayer(uri, layer, "WFS")
seen = {"valid": opened.isValid(), "error": opened.error().message(), "version": Qgis.QGIS_VERSION}
if opened.isValid():
    seen["count"] = sum(1 for _ in opened.getFeatures())
    seen["crs"] = opened.crs().authid()
    seen["fields"] = [field.name() for field in opened.fields()]
    first = next(opened.getFeatures())
    point = first.geometry().asPoint()
    seen["first"] = [point.x(), point.y()]
    text = next(i for i, field in enumerate(opened.fields()) if field.type() == 10)
    seen["editable"] = opened.startEditing()
    new = QgsFeature(opened.fields())
    new.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(point.x() + 0.001, point.y())))
    new.setAttribute(text, "aus QGIS & zurück")
    opened.addFeature(new)
    seen["inserted"], seen["insert errors"] = opened.commitChanges(), opened.commitErrors()
    opened.reload()
    ids = [f.id() for f in opened.getFeatures() if f.attribute(text) == "aus QGIS & zurück"]
    seen["found"] = len(ids)
    opened.startEditing()
    opened.changeAttributeValue(ids[0], text, "geändert")
    opened.changeGeometry(ids[0], QgsGeometry.fromPointXY(QgsPointXY(point.x() + 0.002, point.y())))
    seen["updated"], seen["update errors"] = opened.commitChanges(), opened.commitErrors()
    opened.startEditing()
    opened.deleteFeature(first.id())
    seen["deleted"], seen["delete errors"] = opened.commitChanges(), opened.commitErrors()
    opened.startEditing()
    other = next(opened.getFeatures())
    opened.changeGeometry(other.id(), QgsGeometry.fromPointXY(QgsPointXY(200, 95)))
    seen["refused"], seen["refusal"] = opened.commitChanges(), opened.commitErrors()
    seen["text"] = opened.fields()[text].name()
print("SEEN " + json.dumps(seen))
"""


@pytest.mark.parametrize("version", ["1.1.0", "2.0.0"])
def test_qgis_opens_edits_and_saves_a_layer(tmp_path, version):
    database = tmp_path / "town.gpkg"
    allmende("demo", "--build-only", "--days", "2", "--database", database, timeout=600)
    with running(database) as server:
        seen, name, before = edit(server, version)
        assert seen["valid"] and seen["editable"], seen
        assert seen["count"] == before["numberMatched"] and seen["crs"] == "EPSG:4326", seen
        assert seen["first"] == pytest.approx(before["features"][0]["geometry"]["coordinates"], abs=1e-8)
        assert seen["inserted"] and seen["found"] == 1 and seen["updated"] and seen["deleted"], seen
        after = requests.get(f"{server.url}/ogc/collections/{name}/items?limit=10000", timeout=30).json()
        assert after["numberMatched"] == before["numberMatched"]
        made = after["features"][-1]
        assert made["properties"][seen["text"]] == "geändert"
        x, y = before["features"][0]["geometry"]["coordinates"]
        assert made["geometry"]["coordinates"] == pytest.approx([x + 0.002, y], abs=1e-8)
        assert not seen["refused"] and "EPSG" in " ".join(seen["refusal"]), seen


def edit(server, version):
    pages = []
    for collection in requests.get(f"{server.url}/ogc/collections", timeout=30).json()["collections"]:
        page = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?limit=10000", timeout=30).json()
        if collection["id"] != "sensors" and page["features"][0]["geometry"]["type"] == "Point":
            pages.append((page["numberMatched"], collection["id"], page))
    _, name, before = min(pages, key=lambda one: one[:2])
    output = subprocess.run(
        ["/usr/bin/python3", "-c", SCRIPT, f"{server.url}/wfs", name, version, server.key], capture_output=True, text=True,
        timeout=300, env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(os.environ.get("TMPDIR", "/tmp"))})
    line = next((line for line in output.stdout.splitlines() if line.startswith("SEEN ")), None)
    assert line, output.stdout + output.stderr
    print(line)
    return json.loads(line[5:]), name, before
