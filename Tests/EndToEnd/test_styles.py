# SPDX-License-Identifier: EUPL-1.2
"""Styles of layers: the editor in the browser, what the map draws, and the files that QGIS and others read."""
import json
import os
import sqlite3
import subprocess

import pytest
import requests
from lxml import etree
from pyproj import Geod
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from conftest import allmende, running
from test_pages import RULES, axe_source, press, start_browser, widen
from test_tiles import pixels, ready

PASSWORD = "ein langes Kennwort für den Test"
KINDS = ["Linde", "Ahorn", "Linde", "Eiche & Co", "Linde", None]


def feature(number, geometry, **properties):
    return {"type": "Feature", "properties": {"nr": number, **properties}, "geometry": geometry}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("styles")
    database = folder / "town.gpkg"
    allmende("dataset", "set", "--database", database, "gruen", "--new", "--title", "Grün", "--owner", "Amt", "--licence",
             "cc-zero", "--access", "public")
    trees = [
        feature(number, {"type": "Point", "coordinates": [7.62 + number / 1000, 51.96]}, art=kind, hoehe=2.5 * number,
                fid=f"x{number}")
        for number, kind in enumerate(KINDS)]
    square = [[7.6, 51.9], [7.61, 51.9], [7.61, 51.91], [7.6, 51.91], [7.6, 51.9]]
    mixed = [feature(1, {"type": "Polygon", "coordinates": [square]}), feature(2, {"type": "Point", "coordinates": [7.6, 51.9]})]
    for name, features in [("baeume", trees), ("gemischt", mixed)]:
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", name, "--key", "nr", path)
    with running(database) as server:
        allmende("user", "create", "--database", database, "--name", "Ada", "--role", "editor", "--login", "ada",
                 stdin=PASSWORD + "\n")
        yield server


@pytest.fixture(scope="module", params=["script", "without script"])
def driver(request, town):
    browser = start_browser(script=request.param == "script")
    browser.get(town.url + "/login?lang=de")
    browser.find_element(By.ID, "login").send_keys("ada")
    browser.find_element(By.ID, "password").send_keys(PASSWORD)
    press(browser, "main button[type=submit]")
    browser.has_script = request.param == "script"
    yield browser
    browser.quit()


def check(driver, width):
    """What axe and a ruler say; and a map that is drawn, where scripts run."""
    if not driver.has_script:
        return
    widen(driver, width)
    ready(driver)
    check_plain(driver, width)


def check_plain(driver, width):
    widen(driver, width)
    assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    driver.execute_script(axe_source())
    result = driver.execute_async_script("axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", RULES)
    faults = [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in result["violations"]]
    assert not faults, faults
    # a form that comes back with its faults is a 400
    severe = [entry["message"] for entry in driver.get_log("browser")
              if entry["level"] == "SEVERE" and "400 (Bad Request)" not in entry["message"]]
    assert not severe, severe


def colours(driver):
    """The colours that the map's pictures bear, as texts."""
    return set(driver.execute_script("""
        const found = new Set();
        for (const canvas of document.querySelectorAll("#layer-map canvas")) {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
          copy.drawImage(canvas, 0, 0);
          const data = copy.getImageData(0, 0, canvas.width, canvas.height).data;
          for (let at = 0; at < data.length; at += 4)
            if (data[at + 3] === 255) found.add("#" + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, "0")).join(""));
        }
        return [...found];"""))


def fill(driver, name, text):
    field = driver.find_element(By.ID, name)
    if driver.has_script and field.get_attribute("type") == "color":
        driver.execute_script("arguments[0].value = arguments[1]", field, text)
        return
    field.clear()
    field.send_keys(text)


def test_an_editor_colours_a_layer_and_everybody_reads_the_legend(town, driver):
    driver.get(town.url + "/map/layers?set=1&layer=baeume&table=baeume&lang=de")
    press(driver, "a[href='/layers/style/baeume']")
    if driver.find_elements(By.CSS_SELECTOR, "button[value=remove]"):
        press(driver, "button[value=remove]")
    check(driver, 360)
    Select(driver.find_element(By.ID, "ask-kind")).select_by_value("categories")
    Select(driver.find_element(By.ID, "ask-property")).select_by_value("art")
    press(driver, ".chooser form button")
    values = [field.get_attribute("value") for field in driver.find_elements(By.CSS_SELECTOR, "input[name^='value.']")]
    assert values == ["Linde", "Ahorn", "Eiche & Co", "", ""]
    fill(driver, "title.0", "Linden aller Art")
    fill(driver, "width", "viel")
    press(driver, "form.stacked button[value=preview]")
    assert driver.find_element(By.ID, "width-error").text and driver.find_element(By.ID, "title.0").get_attribute("value")
    check(driver, 1280)
    fill(driver, "width", "1,5")
    fill(driver, "radius", "9")
    press(driver, "form.stacked button[value=preview]")
    assert "noch nicht" in driver.find_element(By.CSS_SELECTOR, "[role=status]").text
    # others see nothing of it yet
    assert "Linden aller Art" not in requests.get(town.url + "/map/layers?layer=baeume&lang=de", timeout=30).text
    press(driver, "form.stacked button[value=save]")
    assert "gespeichert" in driver.find_element(By.CSS_SELECTOR, "[role=status]").text
    check(driver, 360)
    for address in ["/map/layers?set=1&layer=baeume", "/embed/layers?layer=baeume"]:
        page = requests.get(f"{town.url}{address}&lang=de", timeout=30).text
        for words in ["Linden aller Art", "Ahorn", "Eiche &amp; Co", "alles Übrige"]:
            assert words in page, (address, words)
        if driver.has_script:
            driver.get(f"{town.url}{address}&lang=de")
            check(driver, 1280)
            assert {"#1f77a4", "#d55e00", "#2a9d5c", "#7a8791"} <= colours(driver)


def test_earlier_states_are_read_and_brought_back(town, driver, tmp_path):
    """As on the pages, so by command: what a delivery replaced is kept, and an undo takes itself back."""
    state = "script" if driver.has_script else "plain"
    for number in range(2):
        path = tmp_path / "linien.geojson"
        line = {"type": "LineString", "coordinates": [[7.6, 51.9], [7.61, 51.9]]}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [
            feature(n, line, art=f"{state} {number}", laenge=12.0) for n in range(number + 1)]}))
        allmende("layer", "import", "--database", town.database, "--dataset", "gruen", "--name", "linien", "--key", "nr", path)
    driver.get(town.url + "/layers/versions/linien?lang=de&day=2001-01-01")
    if driver.has_script:
        check_plain(driver, 360)
    assert "Von damals ist kein Stand aufgehoben" in driver.page_source
    with town.session() as session:
        listed = json.loads(allmende("layer", "history", "--database", town.database, "--json", "linien").stdout)
        old = session.get(f"{town.url}/layers/versions/linien/{listed[0]['version']}", timeout=30).json()
    assert [one["properties"]["art"] for one in old["features"]] == [f"{state} 0"] and listed[0]["features"] == 1
    assert requests.get(f"{town.url}/layers/versions/linien", timeout=30).status_code == 401
    press(driver, "button[value=restore]")
    assert "erledigt" in driver.find_element(By.CSS_SELECTOR, "[role=status]").text
    items = requests.get(f"{town.url}/ogc/collections/linien/items", timeout=30).json()["features"]
    assert [one["properties"]["art"] for one in items] == [f"{state} 0"] and items[0]["properties"]["laenge"] == 12.0
    allmende("layer", "history", "--database", town.database, "--undo", "linien")
    items = requests.get(f"{town.url}/ogc/collections/linien/items", timeout=30).json()["features"]
    assert [one["properties"]["art"] for one in items] == [f"{state} 1"] * 2


def styled(server):
    """The style that the test above has kept, kept again where that did not run."""
    fields = {
        "kind": "categories", "property": "fid", "colour": "#7a8791", "title": "", "title-en": "", "width": "2", "radius": "7",
        "opacity": "30", "label": "art", "action": "save",
    }
    for number in range(3):
        fields |= {f"value.{number}": f"x{number}", f"colour.{number}": f"#0{number}1020", f"title.{number}": f"Nummer {number}"}
    answer = server.session().post(f"{server.url}/layers/style/baeume?lang=de", data=fields, allow_redirects=False, timeout=30)
    assert answer.status_code == 303, answer.text


def document(server, form, layer="baeume"):
    answer = requests.get(f"{server.url}/layers/download/{layer}/{form}", headers={"Accept-Language": "de"}, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer


def test_style_files_are_well_formed_and_hold_what_was_kept(town):
    styled(town)
    qml = etree.fromstring(document(town, "qml").content)
    categories = [(c.get("value"), c.get("label")) for c in qml.iter("category")]
    assert categories == [("x0", "Nummer 0"), ("x1", "Nummer 1"), ("x2", "Nummer 2"), ("", "alles Übrige")]
    colour = [p.get("v") for p in qml.iter("prop") if p.get("k") == "color"]
    assert colour == ["0,16,32,255", "1,16,32,255", "2,16,32,255", "122,135,145,255"]
    sld = document(town, "sld")
    assert sld.headers["Content-Type"].startswith("application/vnd.ogc.sld+xml")
    names = {"s": "http://www.opengis.net/sld", "o": "http://www.opengis.net/ogc"}
    rules = etree.fromstring(sld.content).findall(".//s:Rule", names)
    assert [rule.findtext("s:Title", namespaces=names) for rule in rules[:4]] == [
        "Nummer 0", "Nummer 1", "Nummer 2", "alles Übrige"]
    assert [rule.findtext(".//o:Literal", namespaces=names) for rule in rules[:3]] == ["x0", "x1", "x2"]
    refused = requests.get(f"{town.url}/layers/download/gemischt/qml", timeout=30)
    assert refused.status_code == 404 and "sld" in refused.text
    assert len(etree.fromstring(document(town, "sld", "gemischt").content).findall(".//s:PolygonSymbolizer", names)) == 1
    # links beside the other forms; the query of a choice is not theirs
    page = requests.get(f"{town.url}/ogc/collections/baeume/items?f=html&art=Linde", timeout=30).text
    assert 'href="/layers/download/baeume/qml" download' in page and 'gpkg?art=Linde"' in page


# What StyledLayerDescriptor.xsd and filter.xsd (OGC, 1.0.0) allow in the elements that we write, in this order; + is at least two.
CONTENT = {
    "StyledLayerDescriptor": ["NamedLayer"], "NamedLayer": ["Name", "UserStyle"],
    "UserStyle": ["Name", "Title", "FeatureTypeStyle"], "FeatureTypeStyle": ["Rule"],
    "Rule": ["Name", "Title", "Filter", "PointSymbolizer", "LineSymbolizer", "PolygonSymbolizer", "TextSymbolizer"],
    "PointSymbolizer": ["Graphic"], "Graphic": ["Mark", "Size"], "Mark": ["WellKnownName", "Fill", "Stroke"],
    "LineSymbolizer": ["Stroke"], "PolygonSymbolizer": ["Fill", "Stroke"], "Fill": ["CssParameter"], "Stroke": ["CssParameter"],
    "TextSymbolizer": ["Label", "Font", "Halo", "Fill"], "Label": ["PropertyName"], "Font": ["CssParameter"],
    "Halo": ["Radius", "Fill"], "Radius": ["Literal"], "Filter": ["And", "Or", "PropertyIsEqualTo"],
    "And": "+", "Or": "+", "Not": ["Or", "And", "PropertyIsEqualTo"], "PropertyIsNull": ["PropertyName"],
    "PropertyIsEqualTo": ["PropertyName", "Literal"], "PropertyIsGreaterThan": ["PropertyName", "Literal"],
    "PropertyIsGreaterThanOrEqualTo": ["PropertyName", "Literal"], "PropertyIsLessThanOrEqualTo": ["PropertyName", "Literal"],
}


@pytest.mark.parametrize("layer", ["baeume", "gemischt"])
@pytest.mark.parametrize("kind", ["single", "categories", "one category", "classes"])
def test_sld_keeps_to_its_schema(town, layer, kind):
    """As the schema orders it; all of these were valid for the OGC's own schema on 30 November 2026."""
    named = "art" if layer == "baeume" else "nr"
    fields = {"colour": "#7a8791", "title": "", "title-en": "", "width": "2", "radius": "7", "opacity": "30", "label": named,
              "kind": kind.split()[-1].replace("category", "categories"), "action": "save"}
    if "categor" in kind:
        fields |= {"property": named, "value.0": "1", "colour.0": "#010203", "title.0": "A & B <c>"}
    if kind == "categories":
        fields |= {"value.1": "2", "colour.1": "#010204", "title.1": "B"}
    if kind == "classes":
        fields |= {"property": "hoehe" if layer == "baeume" else "nr", "from.0": "0", "to.0": "2,5", "colour.0": "#010203",
                   "title.0": "", "from.1": "2,5", "to.1": "9", "colour.1": "#040506", "title.1": ""}
    kept = town.session().post(f"{town.url}/layers/style/{layer}?lang=de", data=fields, allow_redirects=False, timeout=30)
    assert kept.status_code == 303, kept.text
    root = etree.fromstring(document(town, "sld", layer).content)
    assert root.get("version") == "1.0.0"
    seen = set()
    for element in root.iter():
        name = etree.QName(element).localname
        space = "ogc" if name in ["Filter", "And", "Or", "Not", "PropertyName", "Literal"] or name.startswith("PropertyIs") else "sld"
        assert etree.QName(element).namespace == f"http://www.opengis.net/{space}", name
        children = [etree.QName(child).localname for child in element]
        seen.add(name)
        content = CONTENT.get(name, [])
        if content == "+":
            assert len(children) >= 2, (name, children)
            continue
        # the symbolizers stand in any order
        places = [content.index("PointSymbolizer" if child.endswith("Symbolizer") else child) for child in children]
        assert places == sorted(places), (name, children)
        if name in ["Filter", "Not"]:
            assert len(children) == 1
        if name == "Rule":
            assert any(child.endswith("Symbolizer") for child in children)
        assert name != "CssParameter" or element.get("name") and element.text
    assert {"Rule", "PointSymbolizer", "TextSymbolizer"} <= seen


def test_a_geopackage_takes_its_style_along(town, tmp_path):
    styled(town)
    file = tmp_path / "baeume.gpkg"
    file.write_bytes(document(town, "gpkg").content)
    listed = subprocess.run(["ogrinfo", "-ro", "-so", file], capture_output=True, text=True, timeout=60)
    assert "ERROR" not in listed.stderr and "baeume" in listed.stdout and "layer_styles" in listed.stdout
    with sqlite3.connect(file) as opened:
        row = opened.execute(
            "SELECT f_table_schema, f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles").fetchall()
        kind = opened.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchone()
        columns = [name for _, name, *_ in opened.execute("PRAGMA table_info(baeume)")]
    assert [one[:4] for one in row] == [("", "baeume", "geom", 1)] and kind == ("attributes",)
    renderer = etree.fromstring(row[0][4].encode()).find("renderer-v2")
    # a GeoPackage has a fid of its own: the property is called otherwise there, and so it is in the style
    assert renderer.get("attr") in columns and renderer.get("attr") != "fid"


SCRIPT = r"""
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
seen = {}
package, shape, qml, sld = sys.argv[1:5]
def told(layer):
    renderer = layer.renderer()
    known = {"type": renderer.type(), "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName}
    if renderer.type() == "categorizedSymbol":
        known["entries"] = [[c.value(), c.label(), c.symbol().color().name(), c.symbol().size()] for c in renderer.categories()]
        known["attribute"] = renderer.classAttribute()
    return known
layer = QgsVectorLayer(package + "|layername=baeume", "baeume", "ogr")
seen["gpkg"] = told(layer)
layer = QgsVectorLayer(shape, "baeume", "ogr")
message, done = layer.loadNamedStyle(qml)
seen["qml"] = {"done": done, "message": message, **told(layer)}
message, done = layer.loadSldStyle(sld)
renderer = layer.renderer()
seen["sld"] = {"done": done, "message": message, "type": renderer.type()}
if renderer.type() == "RuleRenderer":
    seen["sld"]["rules"] = [[r.label(), r.filterExpression()] for r in renderer.rootRule().children()]
print("SEEN " + json.dumps(seen))
"""


@pytest.mark.skipif("ALLMENDE_TEST_SOAK" not in os.environ, reason="QGIS is large: scripts/test --soak")
def test_qgis_draws_what_was_kept(town, tmp_path):
    styled(town)
    for form in ["gpkg", "geojson", "qml", "sld"]:
        (tmp_path / f"baeume.{form}").write_bytes(document(town, form).content)
    output = subprocess.run(
        ["/usr/bin/python3", "-c", SCRIPT, *(str(tmp_path / f"baeume.{form}") for form in ["gpkg", "geojson", "qml", "sld"])],
        capture_output=True, text=True, timeout=300,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)})
    line = next((line for line in output.stdout.splitlines() if line.startswith("SEEN ")), None)
    assert line, output.stdout + output.stderr
    seen = json.loads(line[5:])
    print(json.dumps(seen, indent=1))
    entries = [[f"x{n}", f"Nummer {n}", f"#0{n}1020", 14.0] for n in range(3)] + [["", "alles Übrige", "#7a8791", 14.0]]
    assert seen["gpkg"]["type"] == "categorizedSymbol" and seen["gpkg"]["entries"] == entries
    assert seen["gpkg"]["labels"] == "art"
    assert seen["qml"]["done"] and seen["qml"]["entries"] == entries and seen["qml"]["attribute"] == "fid"
    assert seen["sld"]["done"] and seen["sld"]["type"] == "RuleRenderer", seen["sld"]
    assert [rule[0] for rule in seen["sld"]["rules"]][:4] == [entry[1] for entry in entries]


# ---- Measuring and time


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dated")
    database = folder / "town.gpkg"
    allmende("dataset", "set", "--database", database, "gruen", "--new", "--title", "Grün", "--owner", "Amt", "--licence",
             "cc-zero", "--access", "public")
    features = [
        feature(number, {"type": "Point", "coordinates": [7.62 + number / 1000, 51.96]}, tag=f"2026-0{number + 1}-15")
        for number in range(6)]
    path = folder / "schaeden.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "schaeden", "--key", "nr",
             "--time-field", "tag", path)
    with running(database, key=False) as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    driver = start_browser()
    driver.has_script = True
    yield driver
    driver.quit()


def amount(text):
    value, unit = text.split(": ")[1].split()
    return float(value.replace(".", "").replace(",", ".")) * {"m": 1, "km": 1000, "m²": 1, "ha": 1e4, "km²": 1e6}[unit]


def test_distances_and_areas_are_measured_by_keyboard(dated, browser):
    """The numbers are those of the ellipsoid to half a per cent."""
    widen(browser, 1280)
    browser.get(dated.url + "/map/layers?set=1&layer=schaeden&table=schaeden&lang=de#15/51.96/7.622")
    check(browser, 1280)
    place = browser.find_element(By.ID, "layer-map")
    corners = []

    def take():
        corners.append([float(part) for part in browser.current_url.split("#")[1].split("/")[1:]])
        place.send_keys(Keys.ENTER)

    def move(key):
        before = browser.current_url
        place.send_keys(key)
        WebDriverWait(browser, 10).until(lambda b: b.current_url != before)
        # a map that glides has not arrived yet
        WebDriverWait(browser, 10).until(lambda b: not b.find_elements(By.CSS_SELECTOR, ".leaflet-pan-anim"))

    browser.find_element(By.ID, "measure-line").click()
    said = browser.find_element(By.ID, "measured")
    assert "Klicken Sie Punkte an" in said.text
    take()
    move(Keys.ARROW_RIGHT)
    take()
    earth = Geod(ellps="WGS84")
    (south, west), (north, east) = corners
    assert amount(said.text) == pytest.approx(earth.inv(west, south, east, north)[2], rel=0.005)
    browser.find_element(By.ID, "measure-area").click()
    corners.clear()
    take()
    move(Keys.ARROW_RIGHT)
    take()
    move(Keys.ARROW_DOWN)
    take()
    expected = abs(earth.polygon_area_perimeter([x for _, x in corners], [y for y, _ in corners])[0])
    assert amount(said.text) == pytest.approx(expected, rel=0.005)
    check(browser, 1280)
    place.send_keys(Keys.BACKSPACE)
    assert "Klicken Sie Punkte an" in said.text
    place.send_keys(Keys.ESCAPE)
    assert not said.text and browser.find_element(By.ID, "measure-area").get_attribute("aria-pressed") == "false"
    # a click reads features again
    place.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(
        lambda b: "Klicken Sie ein Objekt an" not in b.find_element(By.ID, "feature").text)


def slide(driver, knob, value):
    driver.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))",
        driver.find_element(By.ID, knob), value)


def test_a_period_is_chosen_on_the_map_and_the_address_remembers(dated, browser):
    widen(browser, 1280)
    browser.get(dated.url + "/map/layers?set=1&layer=schaeden&table=schaeden&lang=de#15/51.96/7.622")
    check(browser, 360)
    widen(browser, 1280)
    ready(browser)
    whole = pixels(browser)
    slide(browser, "time-to", 59)
    WebDriverWait(browser, 10).until(lambda b: 0 < pixels(b) < whole * 0.6)
    assert browser.find_element(By.ID, "time-to").get_attribute("aria-valuetext") == "15.03.2026"
    assert "max.tag=2026-03-15" in browser.current_url
    part = pixels(browser)
    # one slider pushes the other
    slide(browser, "time-from", 100)
    assert browser.find_element(By.ID, "time-to").get_attribute("value") == "100"
    slide(browser, "time-from", 0)
    slide(browser, "time-to", 59)
    address = browser.current_url
    browser.get("about:blank")
    browser.get(address)
    ready(browser)
    WebDriverWait(browser, 10).until(lambda b: pixels(b) == part)
    assert "3 passende Objekte" in browser.find_element(By.ID, "table").text
    embed = browser.find_element(By.ID, "embed").get_attribute("value").split('"')[1]
    browser.get(embed)
    ready(browser)
    assert 0 < pixels(browser) < whole * 0.8
