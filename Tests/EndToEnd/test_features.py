# SPDX-License-Identifier: EUPL-1.2
"""OGC API - Features with real clients: GDAL's OAPIF driver, OWSLib, an OpenAPI validator; the file as a GeoPackage."""
import json
import os
import re
import subprocess

import pytest
import requests

import test_pages
from conftest import running


def collections(server):
    return requests.get(f"{server.url}/ogc/collections", timeout=30).json()["collections"]


def layers(server):
    """The collections that are layers; the sensors are asked of the SensorThings room."""
    return [collection for collection in collections(server) if collection["id"] != "sensors"]


@pytest.fixture
def collection(server):
    found = layers(server)
    assert found, "the demonstration town has no layers"
    return found[0]


def test_links_lead_somewhere(server):
    landing = requests.get(f"{server.url}/ogc", timeout=30).json()
    relations = {link["rel"] for link in landing["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= relations
    for link in landing["links"]:
        answer = requests.get(link["href"], timeout=30)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(link["type"].split(";")[0])
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_openapi_document_is_valid(server):
    from openapi_spec_validator import validate

    validate(requests.get(f"{server.url}/ogc/api", timeout=30).json())


def test_pages_hold_each_feature_once(server, collection):
    total = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?limit=1", timeout=30).json()
    seen, address = [], f"{server.url}/ogc/collections/{collection['id']}/items?limit=7"
    while address:
        page = requests.get(address, timeout=30).json()
        seen += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert len(seen) == len(set(seen)) == total["numberMatched"]


def test_gdal_reads_every_feature(server):
    for collection in collections(server):
        output = subprocess.run(
            ["ogrinfo", "-ro", "-al", "-so", f"OAPIF:{server.url}/ogc", collection["id"]],
            capture_output=True, text=True, timeout=300)
        assert output.returncode == 0, output.stdout + output.stderr
        page = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?limit=1", timeout=30).json()
        assert f"Feature Count: {page['numberMatched']}" in output.stdout, output.stdout


def test_gdal_reads_sensors(server):
    things = requests.get(f"{server.url}/v1.1/Things?$count=true&$top=0", timeout=30).json()["@iot.count"]
    arguments = ["ogrinfo", "-ro", "-al", "-oo", "PAGE_SIZE=3", f"OAPIF:{server.url}/ogc", "sensors"]
    output = subprocess.run([*arguments, "-so"], capture_output=True, text=True, timeout=120)
    assert output.returncode == 0, output.stdout + output.stderr
    assert "Geometry: Point" in output.stdout and f"Feature Count: {things}" in output.stdout, output.stdout
    for field in ["name: String", "state: String", "value: Real", "unit: String", "time: DateTime", "dataset: String"]:
        assert field in output.stdout, output.stdout
    items = requests.get(f"{server.url}/ogc/collections/sensors/items?limit=1000", timeout=30).json()["features"]
    placed = [feature for feature in items if feature["geometry"]]
    longitude, latitude = placed[0]["geometry"]["coordinates"]
    box = [longitude - 0.01, latitude - 0.01, longitude + 0.01, latitude + 0.01]
    inside = [f for f in placed if box[0] <= f["geometry"]["coordinates"][0] <= box[2]
              and box[1] <= f["geometry"]["coordinates"][1] <= box[3]]
    near = subprocess.run(
        [*arguments, "-spat", *map(str, box)], capture_output=True, text=True, timeout=120)
    assert 0 < len(inside) < things and near.stdout.count("OGRFeature(sensors)") == len(inside), near.stdout


def test_sensors_show_the_latest_value(server):
    from owslib.ogcapi.features import Features

    items = Features(f"{server.url}/ogc").collection_items("sensors", limit=5)["features"]
    for feature in items:
        datastream = feature["properties"]["datastream"]
        address = f"{server.url}/v1.1/Datastreams({datastream})/Observations?$orderby=phenomenonTime desc&$top=1"
        latest = requests.get(address, timeout=30).json()["value"][0]
        assert feature["properties"]["value"] == latest["result"]
        assert feature["properties"]["state"] in {"live", "late", "silent", "historical"}


def test_gdal_pages_through_a_thousand_features(server):
    counts = {c["id"]: requests.get(f"{server.url}/ogc/collections/{c['id']}/items?limit=1", timeout=30).json()
              for c in layers(server)}
    name = max(counts, key=lambda name: counts[name]["numberMatched"])
    total = counts[name]["numberMatched"]
    assert total > 1000
    west, south, east, north = next(c for c in layers(server) if c["id"] == name)["extent"]["spatial"]["bbox"][0]
    middle = (west + east) / 2
    found = []
    for box in [(west, south, middle, north), (middle, south, east, north)]:
        output = subprocess.run(
            ["ogrinfo", "-ro", "-al", "-geom=NO", "-oo", "PAGE_SIZE=200", "-spat", *map(str, box),
             f"OAPIF:{server.url}/ogc", name], capture_output=True, text=True, timeout=300)
        assert output.returncode == 0 and "ERROR" not in output.stderr, output.stderr
        found += [line for line in output.stdout.splitlines() if line.startswith(f"OGRFeature({name})")]
    assert len(set(found)) == total


def test_gdal_reads_the_aggregates_of_a_datastream(server):
    sensors = requests.get(f"{server.url}/ogc/collections/sensors/items?limit=100", timeout=30).json()["features"]
    number = next(s["properties"]["datastream"] for s in sensors if s["geometry"] and s["properties"]["value"] is not None)
    name = f"datastream-{number}-daily"
    listed = requests.get(f"{server.url}/ogc/collections?parent=sensors", timeout=30).json()["collections"]
    assert name in {collection["id"] for collection in listed}
    items = f"{server.url}/ogc/collections/{name}/items"
    days = requests.get(items, params={"limit": 10000}, timeout=30).json()
    assert days["numberMatched"] == len(days["features"]) > 3
    address = f"{server.url}/v1.1/Datastreams({number})/aggregate"
    asked = {"bucket": "day", "zone": "Europe/Berlin", "functions": "count,mean,min,max"}
    rows = requests.get(address, params=asked, timeout=30).json()["value"][-len(days["features"]):]
    told = [[f["properties"][n] for n in ["begin", "count", "mean", "minimum", "maximum"]] for f in days["features"]]
    assert told == [[row[n] for n in ["start", "count", "mean", "min", "max"]] for row in rows]
    mean = sorted(row["mean"] for row in rows)[len(rows) // 2]
    above = sum(row["mean"] > mean for row in rows)
    output = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-oo", "PAGE_SIZE=7", "-where", f"mean > {mean!r}",
         f"OAPIF:{server.url}/ogc/collections/{name}"], capture_output=True, text=True, timeout=120)
    assert output.returncode == 0 and "ERROR" not in output.stderr, output.stdout + output.stderr
    assert output.stdout.count(f"OGRFeature({name})") == above, output.stdout[:3000]
    for field in ["begin: DateTime", "end: DateTime", "count: Integer", "mean: Real", "unit: String"]:
        assert field in output.stdout, output.stdout[:3000]
    filtered = requests.get(items, params={"filter": f"mean > {mean!r}"}, timeout=30).json()
    assert filtered["numberMatched"] == above


def text_value(server):
    """A layer, a property with texts and one of its values that some but not all features have."""
    for layer in layers(server):
        page = requests.get(f"{server.url}/ogc/collections/{layer['id']}/items?limit=1000", timeout=30).json()
        for name, value in page["features"][0]["properties"].items():
            same = [f for f in page["features"] if f["properties"][name] == value]
            if isinstance(value, str) and value.isalpha() and 0 < len(same) < len(page["features"]):
                return layer["id"], name, value
    raise AssertionError("no layer has such a property")


def test_gdal_leaves_filters_to_the_server(server, tmp_path):
    layer, name, value = text_value(server)
    address = f"{server.url}/ogc/collections/{layer}/items"
    expected = requests.get(address, params={"filter": f"\"{name}\" = '{value}'"}, timeout=30).json()["numberMatched"]
    output = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-geom=NO", "-oo", "PAGE_SIZE=100", "-where", f"\"{name}\" = '{value}'",
         f"OAPIF:{server.url}/ogc", layer], capture_output=True, text=True, timeout=300,
        env={**os.environ, "CPL_DEBUG": "ON"})
    assert output.returncode == 0, output.stderr
    assert "filter=" in output.stderr and "filter-lang=cql-text" in output.stderr, output.stderr[-3000:]
    assert output.stdout.count(f"OGRFeature({layer})") == expected > 0
    # a reference system of the town's own, from the address that QGIS and ogr2ogr read as a file
    west = requests.get(address, params={"crs": "[EPSG:25832]", "limit": 1000}, timeout=30)
    assert west.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/25832>"
    there = tmp_path / "utm.json"
    there.write_bytes(west.content)
    copy = subprocess.run(
        ["ogr2ogr", "-f", "CSV", "-s_srs", "EPSG:25832", "-t_srs", "OGC:CRS84", "-lco", "GEOMETRY=AS_WKT", "/vsistdout/",
         str(there)], capture_output=True, text=True, timeout=120)
    assert copy.returncode == 0, copy.stderr
    box = next(c for c in layers(server) if c["id"] == layer)["extent"]["spatial"]["bbox"][0]
    numbers = [float(n) for n in re.search(r"\((-?[\d.]+) (-?[\d.]+)", copy.stdout).groups()]
    assert box[0] - 0.001 <= numbers[0] <= box[2] + 0.001 and box[1] - 0.001 <= numbers[1] <= box[3] + 0.001


def test_a_calculation_past_the_range_of_numbers_is_told_or_finds_nothing(server):
    address = f"{server.url}/ogc/collections/sensors/items"
    answer = requests.get(address, params={"filter": "value * 1E308 * 1E308 > 1"}, timeout=30)
    assert answer.status_code in (200, 400), answer.text


def test_owslib_filters_sorts_and_asks_for_queryables(server):
    from owslib.ogcapi.features import Features

    layer, name, value = text_value(server)
    features = Features(f"{server.url}/ogc")
    assert name in features.collection_queryables(layer)["properties"]
    box = features.collection(layer)["extent"]["spatial"]["bbox"][0]
    condition = f"\"{name}\" = '{value}' AND S_INTERSECTS(geometry, BBOX({', '.join(map(str, box))}))"
    found = features.collection_items(layer, filter=condition, limit=1000)
    assert found["numberMatched"] == len(found["features"]) > 0
    assert {feature["properties"][name] for feature in found["features"]} == {value}
    down = features.collection_items(layer, sortby=(name, "desc"), properties=[name], limit=1000)["features"]
    values = [f["properties"][name] for f in down if f["properties"][name] is not None]
    assert values == sorted(values, reverse=True) and set(down[0]["properties"]) == {name}
    with pytest.raises(RuntimeError, match="character"):
        features.collection_items(layer, filter="nothing = 1")


def test_head_and_preflight(server, collection):
    address = f"{server.url}/ogc/collections/{collection['id']}/items"
    head = requests.head(address, timeout=30)
    assert head.status_code == 200 and not head.content
    assert head.headers["Content-Type"].startswith("application/geo+json")
    assert requests.head(f"{server.url}/v1.1/Observations", timeout=30).status_code == 200
    asked = {"Origin": "https://map.example", "Access-Control-Request-Method": "GET",
             "Access-Control-Request-Headers": "authorization"}
    for path in [f"{server.url}/ogc", address]:
        answer = requests.options(path, headers=asked, timeout=30)
        assert answer.status_code == 204 and answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()
        assert "GET" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_interface_are_accessible(server, collection, width):
    axe, faults, driver = test_pages.axe_source(), [], test_pages.start_browser()
    try:
        test_pages.widen(driver, width)
        one = f"/ogc/collections/{collection['id']}"
        feature = requests.get(f"{server.url}{one}/items?limit=1", timeout=30).json()["features"][0]["id"]
        for page in ["/ogc", "/ogc/conformance", "/ogc/api.html", "/ogc/collections", "/ogc/collections?parent=sensors",
                     "/edr/api.html", "/records/api.html", one, f"{one}/items", f"{one}/queryables",
                     f"{one}/items/{feature}", "/ogc/collections/sensors/items", "/ogc/collections/sensors/items/1"]:
            driver.get(f"{server.url}{page}{'' if page.endswith('.html') or '?' in page else '?f=html'}")
            driver.execute_script(axe)
            result = driver.execute_async_script(
                "axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", test_pages.RULES)
            faults += [(page, v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in result["violations"]]
            if driver.execute_script("return document.documentElement.scrollWidth") > width:
                faults.append((page, "scrolls sideways", width))
    finally:
        driver.quit()
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_a_new_sensor_is_there_at_once(database):
    with running(database) as server:
        session = server.session()
        unit = {"name": "Degree Celsius", "symbol": "°C", "definition": "ucum:Cel"}
        datastream = {
            "name": "Lufttemperatur", "description": "", "unitOfMeasurement": unit,
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "Sensor": {"name": "S", "description": "", "encodingType": "text/html", "metadata": "none"},
            "ObservedProperty": {"name": "Temperatur", "definition": "http://example.org/t", "description": ""},
            "Observations": [{"phenomenonTime": "2026-01-01T12:00:00Z", "result": 3}]}
        place = {"name": "Ort", "description": "", "encodingType": "application/geo+json",
                 "location": {"type": "Point", "coordinates": [7.6, 51.95]}}
        thing = {"name": "Wetter „Süd“", "description": "Mast", "Locations": [place], "Datastreams": [datastream]}
        made = session.post(f"{server.url}/v1.1/Things", json=thing, timeout=30)
        assert made.status_code == 201, made.text
        number = made.json()["@iot.id"]
        address = f"{server.url}/ogc/collections/sensors/items"
        for query in ["limit=1", "bbox=7.5,51.9,7.7,52", "bbox=7.6,51.9,7.65,51.96&datetime=2026-01-01", "value=3", "state=silent"]:
            page = session.get(f"{address}?{query}", timeout=30).json()
            assert [feature["id"] for feature in page["features"]] == [number], (query, page)
        feature = session.get(f"{address}/{number}", timeout=30).json()
        assert feature["geometry"] == {"type": "Point", "coordinates": [7.6, 51.95]}
        wanted = {"name": "Wetter „Süd“", "observedProperty": "Temperatur", "value": 3, "unit": "°C", "state": "silent",
                  "time": "2026-01-01T12:00:00.000Z"}
        assert wanted.items() <= feature["properties"].items(), feature
        for query in ["bbox=8,51,9,52", "datetime=2025-01-01", "value=4", "name=Wetter"]:
            page = session.get(f"{address}?{query}", timeout=30).json()
            assert page["features"] == [] and page["numberMatched"] == 0, (query, page)
        moved = {**place, "location": {"type": "Point", "coordinates": [7.7, 52]}}
        answer = session.patch(f"{server.url}/v1.1/Things({number})", json={"name": "Neu"}, timeout=30)
        assert answer.status_code == 200, answer.text
        answer = session.post(f"{server.url}/v1.1/Things({number})/Locations", json=moved, timeout=30)
        assert answer.status_code == 201, answer.text
        feature = session.get(f"{address}/{number}", timeout=30).json()
        assert feature["properties"]["name"] == "Neu" and feature["geometry"]["coordinates"] == [7.7, 52]


def test_owslib_reads(server, collection):
    from owslib.ogcapi.features import Features

    api = Features(f"{server.url}/ogc")
    assert collection["id"] in api.feature_collections()
    assert any(name.endswith("/conf/core") for name in api.conformance()["conformsTo"])
    assert api.api()["openapi"].startswith("3.0")
    page = api.collection_items(collection["id"], limit=3)
    feature = api.collection_item(collection["id"], str(page["features"][0]["id"]))
    assert feature["properties"] == page["features"][0]["properties"]


def test_the_file_is_a_geopackage(server):
    output = subprocess.run(["ogrinfo", "-ro", "-so", server.database], capture_output=True, text=True, timeout=120)
    assert output.returncode == 0 and "ERROR" not in output.stderr, output.stdout + output.stderr
    sensors = subprocess.run(
        ["ogrinfo", "-ro", "-so", server.database, "sensors"], capture_output=True, text=True, timeout=120)
    assert "Geometry: Point" in sensors.stdout and "Feature Count: 0" not in sensors.stdout, sensors.stdout
    for collection in layers(server):
        layer = "layer_" + collection["id"].replace("-", "_")
        detail = subprocess.run(
            ["ogrinfo", "-ro", "-so", server.database, layer], capture_output=True, text=True, timeout=120)
        page = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?limit=1", timeout=30).json()
        assert f"Feature Count: {page['numberMatched']}" in detail.stdout, detail.stdout + detail.stderr
        assert "Geometry Column = geom" in detail.stdout, detail.stdout


def test_pages_stand_in_the_frame_of_the_site(server):
    page = requests.get(f"{server.url}/ogc/collections?f=html&lang=en", timeout=30)
    assert page.status_code == 200 and "<html lang=\"en\">" in page.text
    assert 'class="site"' in page.text and "<h1>Layers</h1>" in page.text


@pytest.mark.parametrize("query", ["limit=0", "bbox=1,2,3", "datetime=soon", "foo=bar", "f=xml", "limit=1&limit=2"])
def test_faults_are_problems(server, collection, query):
    answer = requests.get(f"{server.url}/ogc/collections/{collection['id']}/items?{query}", timeout=30)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.text)["detail"]
