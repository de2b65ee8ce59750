# SPDX-License-Identifier: EUPL-1.2
"""Vector tiles with foreign readers (GDAL's MVT driver, mapbox-vector-tile, shapely), and the map of layers in headless Chromium."""
import json
import math
import random
import subprocess

import mapbox_vector_tile
import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from shapely.geometry import shape

from conftest import allmende, running
from test_pages import RULES, axe_source, press, start_browser, widen


def layers(server):
    found = requests.get(f"{server.url}/ogc/collections", timeout=30).json()["collections"]
    assert len(found) > 2
    return found


def place(longitude, latitude, zoom):
    """Column and row as fractions."""
    x = (longitude + 180) / 360 * 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * 2**zoom
    return x, y


def tile(server, layer, zoom, row, column, **query):
    return requests.get(
        f"{server.url}/ogc/collections/{layer}/tiles/WebMercatorQuad/{zoom}/{row}/{column}", params=query, timeout=60)


def all_items(server, layer):
    found, address = [], f"{server.url}/ogc/collections/{layer}/items?limit=10000"
    while address:
        page = requests.get(address, timeout=60).json()
        found += page["features"]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    return found


def test_a_tile_holds_what_lies_on_it(server):
    """Every feature with a point near enough to a tile is there with its properties, and no other."""
    points = 0
    for layer in layers(server):
        items = [item for item in all_items(server, layer["id"]) if item["geometry"]]
        if not items or any(item["geometry"]["type"] != "Point" for item in items):
            continue
        points += 1
        for zoom in (9, 14):
            x, y = place(*items[0]["geometry"]["coordinates"][:2], zoom)
            column, row = int(x), int(y)
            answer = tile(server, layer["id"], zoom, row, column)
            decoded = mapbox_vector_tile.decode(answer.content)[layer["id"]]
            found = {f["properties"]["feature_id"]: f for f in decoded["features"]}
            margin, near = 128 / 4096, 0.6 / 4096
            for item in items:
                x, y = place(*item["geometry"]["coordinates"][:2], zoom)
                x, y = x - column, y - row
                identifier = str(item["id"])
                if -margin + near < x < 1 + margin - near and -margin + near < y < 1 + margin - near:
                    there = found.pop(identifier)
                    # mapbox-vector-tile lets y go up
                    tx, ty = there["geometry"]["coordinates"]
                    assert abs(tx - x * 4096) <= 1 and abs(4096 - ty - y * 4096) <= 1
                    for name, value in item["properties"].items():
                        if value is not None and not isinstance(value, (list, dict)):
                            assert there["properties"][name] == value
                elif not (-margin - near < x < 1 + margin + near and -margin - near < y < 1 + margin + near):
                    assert identifier not in found
            assert len(found) < 5, "more than lies on the edge"
    assert points > 1


def test_areas_and_lines_are_valid_for_geos(server):
    kinds = set()
    for layer in layers(server):
        box = layer.get("extent", {}).get("spatial", {}).get("bbox", [None])[0]
        if not box:
            continue
        for zoom in (8, 12, 15):
            x, y = place((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, zoom)
            answer = tile(server, layer["id"], zoom, int(y), int(x))
            if answer.status_code == 204:
                continue
            assert answer.status_code == 200, answer.text
            for feature in mapbox_vector_tile.decode(answer.content)[layer["id"]]["features"]:
                geometry = shape(feature["geometry"])
                kinds.add(geometry.geom_type.removeprefix("Multi"))
                for part in getattr(geometry, "geoms", [geometry]):
                    assert part.is_valid, (layer["id"], zoom, part.wkt)
    assert {"Point", "Polygon"} <= kinds, kinds


def test_gdal_reads_a_tile(server, tmp_path):
    layer = max(layers(server), key=lambda one: len(all_items(server, one["id"])))["id"]
    content = tile(server, layer, 0, 0, 0).content
    (tmp_path / "0.mvt").write_bytes(content)
    output = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", "-oo", "X=0", "-oo", "Y=0", "-oo", "Z=0", tmp_path / "0.mvt"],
        capture_output=True, text=True, timeout=120)
    assert output.returncode == 0 and "ERROR" not in output.stderr, output.stderr
    count = len(mapbox_vector_tile.decode(content)[layer]["features"])
    assert f"Layer name: {layer}" in output.stdout and f"Feature Count: {count}" in output.stdout, output.stdout


def test_links_of_the_tiles_lead_somewhere(server):
    landing = requests.get(f"{server.url}/ogc", timeout=30).json()
    grids = next(link for link in landing["links"] if link["rel"].endswith("/tiling-schemes"))
    for grid in requests.get(grids["href"], timeout=30).json()["tileMatrixSets"]:
        assert requests.get(grid["links"][0]["href"], timeout=30).json()["id"] == grid["id"]
    classes = requests.get(f"{server.url}/ogc/conformance?f=json", timeout=30).json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt" in classes
    for layer in layers(server):
        sets = next(link for link in layer["links"] if link["rel"].endswith("/tilesets-vector"))
        for one in requests.get(sets["href"], timeout=30).json()["tilesets"]:
            own = next(link["href"] for link in one["links"] if link["rel"] == "self")
            told = requests.get(own, timeout=30).json()
            template = next(link for link in told["links"] if link["rel"] == "item")
            assert template["templated"] and template["type"] == "application/vnd.mapbox-vector-tile"
            for limit in told["tileMatrixSetLimits"][:6]:
                address = template["href"].replace("{tileMatrix}", limit["tileMatrix"])
                address = address.replace("{tileRow}", str(limit["minTileRow"])).replace("{tileCol}", str(limit["minTileCol"]))
                assert requests.get(address, timeout=60).status_code in (200, 204), address


# ---- The page


def store_layer(database, file, name, title):
    mapping = {
        "name": name, "kind": "layer", "files": "\\.geojson$", "collection": name, "title": title, "source": "geojson",
        "dataset": {"slug": name, "access": "public", "title": title, "owner": "Amt", "licence": "cc-zero"},
        "id": "nummer", "titleField": "name", "fields": [{"column": "name", "name": "name", "title": "Name"}],
    }
    described = file.with_suffix(".json")
    described.write_text(json.dumps(mapping))
    allmende("import", "--database", database, "--mapping", described, file, timeout=600)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A town with 100,000 points and some thousand areas."""
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(7)
    points = [
        {"type": "Feature", "id": f"p{number}", "properties": {"name": f"Punkt {number}", "nummer": f"p{number}"},
         "geometry": {"type": "Point", "coordinates": [chance.uniform(7.5, 7.75), chance.uniform(51.9, 52.0)]}}
        for number in range(100_000)]
    (folder / "points.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": points}))
    areas = []
    for number in range(2000):
        x, y, r = chance.uniform(7.5, 7.75), chance.uniform(51.9, 52.0), chance.uniform(0.0003, 0.002)
        ring = [[x + 1.6 * r * math.cos(a * math.pi / 8), y + r * math.sin(a * math.pi / 8)] for a in range(16)]
        areas.append({"type": "Feature", "id": f"a{number}", "properties": {"name": f"Fläche {number}", "nummer": f"a{number}"},
                      "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}})
    (folder / "areas.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": areas}))
    database = folder / "town.gpkg"
    for name, title in [("points", "Bäume"), ("areas", "Flächen")]:
        store_layer(database, folder / f"{name}.geojson", name, title)
    with running(database) as server:
        yield server


def ready(browser):
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#layer-map[data-ready='true']"))


def pixels(browser):
    """How many pixels of the map's pictures bear something."""
    return browser.execute_async_script("""
        const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => {
          let drawn = 0;
          for (const canvas of document.querySelectorAll("#layer-map canvas")) {
            const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
            copy.drawImage(canvas, 0, 0);
            const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
            for (let at = 3; at < data.length; at += 4) if (data[at]) drawn++;
          }
          done(drawn);
        });""")


@pytest.fixture(scope="module")
def browser():
    driver = start_browser()
    yield driver
    driver.quit()


@pytest.mark.parametrize("language,width", [("de", 1280), ("en", 768), ("de", 360)])
def test_the_map_of_layers_is_accessible_and_fits(server, browser, language, width):
    widen(browser, width)
    names = [layer["id"] for layer in layers(server)]
    for address in [f"/map/layers?lang={language}", f"/map/layers?set=1&layer=sensors&table={names[0]}&lang={language}",
                    f"/embed/layers?layer=sensors&lang={language}"]:
        browser.get(server.url + address)
        ready(browser)
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), address
        browser.execute_script(axe_source())
        result = browser.execute_async_script("axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", RULES)
        faults = [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in result["violations"]]
        assert not faults, (address, faults)
        severe = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert not severe, severe


def test_layers_come_and_go_and_the_address_remembers(server, browser):
    widen(browser, 1280)
    browser.get(server.url + "/map/layers?set=1&layer=sensors&table=sensors&lang=de")
    ready(browser)
    before = pixels(browser)
    assert before > 100
    tick = browser.find_element(By.CSS_SELECTOR, "input[name=layer]:not(:checked)")
    name = tick.get_attribute("value")
    tick.click()
    assert f"layer={name}" in browser.current_url and "#" in browser.current_url
    ready(browser)
    assert pixels(browser) > before
    address = browser.current_url
    browser.get("about:blank")
    browser.get(address)
    ready(browser)
    assert browser.find_element(By.CSS_SELECTOR, f"input[name=layer][value='{name}']").is_selected()
    assert browser.current_url == address


def test_a_feature_is_read_by_click_by_keyboard_and_from_the_table(many, browser):
    widen(browser, 1280)
    browser.get(many.url + "/map/layers?set=1&layer=points&table=points&q.name=Punkt+77&filtered=points&lang=de")
    ready(browser)
    button = browser.find_element(By.CSS_SELECTOR, "button[data-show]")
    wanted = button.get_attribute("data-show")
    button.click()
    WebDriverWait(browser, 20).until(lambda b: b.find_element(By.ID, "feature").get_attribute("data-id") == wanted)
    assert browser.find_element(By.CSS_SELECTOR, "tr[aria-current]").get_attribute("data-feature") == wanted
    ready(browser)
    # the map has this one in its middle now
    canvas = browser.find_element(By.ID, "layer-map")
    browser.execute_script("document.getElementById('feature').dataset.id = ''")
    canvas.send_keys(Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: b.find_element(By.ID, "feature").get_attribute("data-id") == wanted)
    browser.execute_script("document.getElementById('feature').dataset.id = ''")
    canvas.click()
    WebDriverWait(browser, 20).until(lambda b: b.find_element(By.ID, "feature").get_attribute("data-id") == wanted)
    assert f"Punkt {wanted[1:]}" in browser.find_element(By.ID, "feature").text


def test_a_filter_holds_for_map_and_table(many, browser):
    widen(browser, 1280)
    browser.get(many.url + "/map/layers?set=1&layer=areas&table=areas&lang=de#12/51.95/7.62")
    ready(browser)
    whole = pixels(browser)
    browser.find_element(By.ID, "q.name").send_keys("Fläche 12")
    press(browser, "#layers button")
    ready(browser)
    assert "111 passende Objekte" in browser.find_element(By.ID, "table").text
    assert 0 < pixels(browser) < whole / 3
    # the place went along
    assert browser.current_url.endswith("#12/51.95000/7.62000")
    browser.find_element(By.ID, "only-this").click()
    WebDriverWait(browser, 20).until(lambda b: "bbox=7" in b.current_url)
    assert "Kartenausschnitt" in browser.find_element(By.ID, "table").text


@pytest.mark.alone
def test_a_hundred_thousand_points_leave_the_page_free(many, browser):
    """No task of the main thread takes longer than 100 ms, from the start of the map until all is drawn."""
    widen(browser, 1280)
    worst = []
    for _ in range(3):
        browser.get("about:blank")
        browser.get(many.url + "/map/layers?set=1&layer=points&table=points&lang=de#11/51.95/7.62")
        ready(browser)
        assert pixels(browser) > 10_000
        worst.append(browser.execute_async_script("""
            const done = arguments[arguments.length - 1];
            new PerformanceObserver((list) => done(Math.max(...list.getEntries().map((entry) => entry.duration))))
              .observe({ type: "longtask", buffered: true });
            setTimeout(() => done(0), 1000);"""))
    print("longest tasks, ms:", worst)
    # the machine is shared: one quiet run of three shows what the page itself takes
    assert min(worst) <= 100, worst


def test_without_script_the_table_serves(server):
    driver = start_browser(script=False)
    try:
        driver.get(server.url + "/map/layers?lang=de")
        assert driver.find_elements(By.CSS_SELECTOR, "#table tbody tr")
        assert "Die Karte braucht JavaScript" in driver.page_source
    finally:
        driver.quit()
