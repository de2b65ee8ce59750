# SPDX-License-Identifier: EUPL-1.2
"""Layers are changed with real clients: OWSLib over OGC API - Features, ogrinfo and ogr2ogr over WFS."""
import json
import os
import re
import subprocess

import pytest
import requests

from conftest import allmende, running


@pytest.fixture
def town(database):
    """A small copy of the fictional town on each engine, served to be changed."""
    allmende("demo", "--build-only", "--days", "2", "--database", database, timeout=600)
    with running(database) as server:
        yield server


def layer(server, geometry="Point"):
    """The smallest layer of a kind, and one of its features."""
    found = []
    for collection in requests.get(f"{server.url}/ogc/collections", timeout=30).json()["collections"]:
        if collection["id"] == "sensors":
            continue
        page = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?limit=1", timeout=30).json()
        feature = page["features"][0]
        if feature["geometry"] and feature["geometry"]["type"] == geometry:
            found.append((page["numberMatched"], collection["id"], feature))
    assert found, f"no layer of {geometry}"
    return min(found, key=lambda one: one[:2])


def authorized(server, **more):
    """What GDAL and OWSLib need to send the key as the password of Basic."""
    return {**os.environ, "GDAL_HTTP_USERPWD": f"key:{server.key}", "CPL_CURL_VERBOSE": "NO", **more}


def gdal(server, *arguments, **environment):
    return subprocess.run(
        [*map(str, arguments)], capture_output=True, text=True, timeout=120, env=authorized(server, **environment))


def test_owslib_creates_replaces_and_deletes(town):
    from owslib.ogcapi.features import Features
    from owslib.util import Authentication

    count, name, feature = layer(town)
    features = Features(f"{town.url}/ogc", auth=Authentication("key", town.key))
    new = {"type": "Feature", "geometry": feature["geometry"], "properties": feature["properties"]}
    assert features.collection_item_create(name, json.dumps(new))
    page = requests.get(f"{town.url}/ogc/collections/{name}/items?limit=10000", timeout=30).json()
    assert page["numberMatched"] == count + 1
    made = page["features"][-1]
    assert made["properties"] == feature["properties"] and made["geometry"] == feature["geometry"]
    known = {"type": "Feature", "geometry": None, "properties": feature["properties"]}
    assert features.collection_item_update(name, str(made["id"]), json.dumps(known))
    assert features.collection_item(name, str(made["id"]))["geometry"] is None
    assert features.collection_item_delete(name, str(made["id"]))
    assert requests.get(f"{town.url}/ogc/collections/{name}/items/{made['id']}", timeout=30).status_code == 404
    with pytest.raises(RuntimeError):
        Features(f"{town.url}/ogc").collection_item_create(name, json.dumps(new))


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_ogrinfo_reads_every_layer(server, version):
    address = f"WFS:{server.url}/wfs?VERSION={version}"
    for collection in requests.get(f"{server.url}/ogc/collections", timeout=30).json()["collections"]:
        total = requests.get(
            f"{server.url}/ogc/collections/{collection['id']}/items?limit=1", timeout=30).json()["numberMatched"]
        output = gdal(server, "ogrinfo", "-ro", "-al", "-so", address, f"town:{collection['id']}")
        assert output.returncode == 0 and "ERROR" not in output.stderr, output.stderr
        assert f"Feature Count: {total}" in output.stdout, output.stdout
        west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
        extent = re.search(r"Extent: \((-?[\d.]+), (-?[\d.]+)\) - \((-?[\d.]+), (-?[\d.]+)\)", output.stdout)
        assert extent, output.stdout
        assert [float(n) for n in extent.groups()] == pytest.approx([west, south, east, north], abs=1e-5)


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_gdal_leaves_boxes_and_conditions_to_the_server(server, version, tmp_path):
    count, name, feature = layer(server)
    x, y = feature["geometry"]["coordinates"]
    key = next(key for key, value in feature["properties"].items() if isinstance(value, str) and value.isalnum())
    address = f"WFS:{server.url}/wfs?VERSION={version}"
    near = gdal(
        server, "ogrinfo", "-ro", "-al", "-spat", x - 1e-6, y - 1e-6, x + 1e-6, y + 1e-6, address, f"town:{name}",
        CPL_DEBUG="ON")
    assert near.returncode == 0 and near.stdout.count(f"OGRFeature(town:{name})") >= 1, near.stdout + near.stderr
    assert near.stdout.count("OGRFeature") < count
    value = feature["properties"][key]
    where = gdal(
        server, "ogrinfo", "-ro", "-al", "-where", f"\"{key}\" = '{value}'", address, f"town:{name}", CPL_DEBUG="ON")
    wanted = requests.get(
        f"{server.url}/ogc/collections/{name}/items", params={"filter": f"\"{key}\" = '{value}'"}, timeout=30).json()
    assert where.returncode == 0, where.stderr
    assert where.stdout.count("OGRFeature") == wanted["numberMatched"], where.stdout
    assert "FILTER=" in where.stderr.upper(), where.stderr[-2000:]


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_ogr2ogr_appends_and_ogrinfo_updates_and_deletes(town, version, tmp_path):
    count, name, feature = layer(town)
    source = tmp_path / "new.geojson"
    x, y = feature["geometry"]["coordinates"]
    texts = {key: value for key, value in feature["properties"].items() if isinstance(value, str) and value.isalnum()}
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x + step / 1000, y]}, "properties": texts}
        for step in range(3)]}))
    address = f"WFS:{town.url}/wfs?VERSION={version}"
    copy = gdal(town, "ogr2ogr", "-append", "-f", "WFS", address, source, "-nln", f"town:{name}", CPL_DEBUG="ON")
    assert copy.returncode == 0 and "ERROR" not in copy.stderr, copy.stderr[-6000:]
    page = requests.get(f"{town.url}/ogc/collections/{name}/items?limit=10000", timeout=30).json()
    assert page["numberMatched"] == count + 3
    made = page["features"][-3:]
    assert [one["geometry"]["coordinates"] for one in made] == [
        pytest.approx([x + step / 1000, y], abs=1e-8) for step in range(3)]
    assert all(one["properties"][key] == value for one in made for key, value in texts.items())
    key = next(iter(texts))
    changed = gdal(
        town, "ogrinfo", address, "-dialect", "SQLITE", "-sql", f"UPDATE \"town:{name}\" SET \"{key}\" = 'geändert & gut' "
        f"WHERE gml_id = '{name}.{made[0]['id']}'", CPL_DEBUG="ON")
    assert changed.returncode == 0 and "ERROR" not in changed.stderr, changed.stderr[-3000:]
    one = requests.get(f"{town.url}/ogc/collections/{name}/items/{made[0]['id']}", timeout=30).json()
    assert one["properties"][key] == "geändert & gut"
    gone = gdal(
        town, "ogrinfo", address, "-dialect", "SQLITE", "-sql",
        f"DELETE FROM \"town:{name}\" WHERE gml_id = '{name}.{made[1]['id']}'")
    assert gone.returncode == 0 and "ERROR" not in gone.stderr, gone.stderr
    assert requests.get(f"{town.url}/ogc/collections/{name}/items/{made[1]['id']}", timeout=30).status_code == 404
    read = gdal(town, "ogrinfo", "-ro", "-al", "-so", address, f"town:{name}")
    assert f"Feature Count: {count + 2}" in read.stdout, read.stdout
    # what does not fit is told in words, and nothing of it is kept
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[x, y], [x + 1, y]]}, "properties": {}}]}))
    refused = gdal(town, "ogr2ogr", "-append", "-f", "WFS", address, source, "-nln", f"town:{name}")
    assert refused.returncode != 0 or "ERROR" in refused.stderr
    assert "POINT" in refused.stderr, refused.stderr
    after = requests.get(f"{town.url}/ogc/collections/{name}/items?limit=1", timeout=30).json()
    assert after["numberMatched"] == count + 2


def test_areas_keep_their_shape_over_wfs(server, tmp_path):
    count, name, feature = layer(server, "Polygon") if has(server, "Polygon") else layer(server, "MultiPolygon")
    there = tmp_path / "areas.geojson"
    copy = gdal(
        server, "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", there,
        f"WFS:{server.url}/wfs?VERSION=2.0.0", f"town:{name}")
    assert copy.returncode == 0 and "ERROR" not in copy.stderr, copy.stderr
    read = json.loads(there.read_text())["features"]
    assert len(read) == count
    first = next(one for one in read if one["properties"]["gml_id"] == f"{name}.{feature['id']}")
    flat = [n for n in re.findall(r"-?\d+\.\d+|-?\d+", json.dumps(first["geometry"]["coordinates"]))]
    own = [n for n in re.findall(r"-?\d+\.\d+|-?\d+", json.dumps(feature["geometry"]["coordinates"]))]
    assert sorted(map(float, flat)) == pytest.approx(sorted(map(float, own)), abs=1e-8)


def has(server, geometry):
    try:
        layer(server, geometry)
    except AssertionError:
        return False
    return True


def test_who_has_no_key_reads_only(town):
    _, name, feature = layer(town)
    address = f"{town.url}/ogc/collections/{name}/items"
    body = {"type": "Feature", "geometry": feature["geometry"], "properties": {}}
    for answer in [
        requests.post(address, json=body, timeout=30), requests.delete(f"{address}/{feature['id']}", timeout=30),
        requests.post(f"{town.url}/wfs", data="<Transaction service='WFS' version='1.1.0'/>", timeout=30),
    ]:
        assert answer.status_code == 401 and "Basic" in answer.headers["WWW-Authenticate"], answer.text
