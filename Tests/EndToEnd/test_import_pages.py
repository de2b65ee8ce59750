# SPDX-License-Identifier: EUPL-1.2
"""From a file to measured series in the browser: hand in, look, correct, import, take back; both languages, 360 px, axe."""
import base64
import datetime
import http.server
import io
import json
import os
import pathlib
import re
import threading
import time
import zipfile

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from conftest import allmende, running
from test_pages import RULES, axe_source, press, start_browser, widen

PASSWORD = "ein langes Kennwort für den Test"
SHOTS = os.environ.get("ALLMENDE_TEST_SHOTS")
# The pictures of the documentation: ALLMENDE_PICTURES=Rooms/Ingest/Docs/pictures … -k from_a_file
PICTURES = os.environ.get("ALLMENDE_TEST_PICTURES")


@pytest.fixture(scope="module")
def town(work):
    database = work / "imports.gpkg"
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


def messy_csv():
    """Lines before the table, semicolons, decimal commas, Windows-1252, a missing value that is a number, a broken row."""
    lines = ["Messstelle Mühlbach", "exportiert am 01.08.2025", "Zeit;Wasserstand [cm];Bemerkung"]
    for day in range(1, 8):
        for hour in range(24):
            value = "-999" if (day, hour) == (3, 5) else f"{40 + day + hour / 10:.1f}".replace(".", ",")
            lines.append(f"{day:02}.07.2025 {hour:02}:00;{value};")
    lines.append("kaputt;12,0;")
    return ("\r\n".join(lines) + "\r\n").encode("windows-1252")


def workbook():
    """A spreadsheet as offices write them: dates as numbers with a style, texts inline."""
    rows = ['<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c><c r="B1" t="inlineStr"><is><t>Besucher</t></is></c></row>']
    for index in range(60):
        rows.append(f'<row r="{index + 2}"><c r="A{index + 2}" s="1"><v>{45658 + index}</v></c>'
                    f'<c r="B{index + 2}"><v>{100 + index * 3 % 41}</v></c></row>')
    sheet = ('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
             + "".join(rows) + "</sheetData></worksheet>")
    files = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Bad" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def weather_archive():
    """As the German weather service packs it: descriptions beside one file of products."""
    lines = ["STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor"]
    for day in range(1, 11):
        for hour in range(24):
            value = "-999" if (day, hour) == (4, 7) else f"{10 + hour / 2:.1f}"
            lines.append(f"       4711;202507{day:02}{hour:02};    3;{value:>6};{60 + hour:>6.1f};eor")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Metadaten_Geographie_04711.txt", "Stations_id;Stationshoehe\n4711;62\n")
        archive.writestr("produkt_tu_stunde_20250701_20250710_04711.txt", "\n".join(lines) + "\n")
    return data.getvalue()


FILES = {"pegel.csv": messy_csv, "freibad.xlsx": workbook, "stundenwerte_TU_04711_akt.zip": weather_archive}


def check(driver, language, name):
    """axe, no sideways scrolling, and a picture where one is wished."""
    for width in (360, 1280):
        widen(driver, width)
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        if SHOTS:
            height = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
            picture = driver.execute_cdp_cmd(
                "Page.captureScreenshot",
                {"captureBeyondViewport": True,
                 "clip": {"x": 0, "y": 0, "width": width, "height": min(height, 9000), "scale": 1}})
            pathlib.Path(SHOTS, f"{name}-{language}-{width}.png").write_bytes(base64.b64decode(picture["data"]))
        if not driver.has_script:
            continue
        driver.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
        driver.execute_script(axe_source())
        result = driver.execute_async_script(
            "axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", RULES)
        faults = [(v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in result["violations"]]
        assert not faults, (name, width, json.dumps(faults, indent=1, ensure_ascii=False))
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width, (name, width)


def picture(driver, language, name, selector):
    """A part of the page for the documentation, in German; of a table its first rows, of a long page its beginning."""
    if not PICTURES or language != "de" or not driver.has_script:
        return
    widen(driver, 760)
    driver.execute_script(
        "for (const r of document.querySelectorAll(arguments[0] + ' tbody tr:nth-child(n+5)')) r.style.display = 'none'",
        selector)
    # maps and charts are drawn by then
    time.sleep(1)
    top, height = driver.execute_script(
        "const b = document.querySelector(arguments[0]).getBoundingClientRect(); return [b.y + window.scrollY, b.height]",
        selector)
    picture = driver.execute_cdp_cmd(
        "Page.captureScreenshot",
        {"captureBeyondViewport": True, "clip": {"x": 0, "y": top, "width": 760, "height": min(height, 820), "scale": 1}})
    pathlib.Path(PICTURES).mkdir(parents=True, exist_ok=True)
    pathlib.Path(PICTURES, name + ".png").write_bytes(base64.b64decode(picture["data"]))


def hand_in(driver, town, path, language):
    driver.get(f"{town.url}/imports/new?lang={language}")
    driver.find_element(By.ID, "files").send_keys(str(path))
    press(driver, "form[enctype] button[type=submit]")
    assert "/imports/waiting/" in driver.current_url, driver.page_source


def answer_all(driver):
    """Takes the first choice of each question, as somebody in a hurry does."""
    for group in driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"):
        group.find_element(By.CSS_SELECTOR, "input[type=radio]").click()
    press(driver, "form[data-corrections] > .actions button")


def import_it(driver, title):
    picker = driver.find_elements(By.ID, "dataset")
    if picker:
        Select(picker[0]).select_by_value("new")
    field = driver.find_element(By.ID, "title")
    field.clear()
    field.send_keys(title)
    driver.find_element(By.ID, "owner").send_keys("Tiefbauamt")
    Select(driver.find_element(By.ID, "licence")).select_by_value("dl-by-de/2.0")
    press(driver, "#go button[type=submit]")
    deadline = time.time() + 60
    while not re.search(r"/imports/\d+$", driver.current_url):
        assert time.time() < deadline, (driver.current_url, driver.page_source)
        time.sleep(0.5)
        if not driver.has_script and "/imports/waiting/" in driver.current_url:
            press(driver, ".actions .button")
    # the script may just have gone to this page
    time.sleep(2 if driver.has_script else 0)


def figures(driver):
    return {row.find_element(By.TAG_NAME, "dt").text: row.find_element(By.TAG_NAME, "dd").text
            for row in driver.find_elements(By.CSS_SELECTOR, ".facts > div")}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", FILES)
def test_from_a_file_to_measured_series(town, driver, tmp_path, name, language):
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    stem = name.split(".")[0]
    kind = {"csv": "csv", "xlsx": "xlsx", "zip": "dwd"}[name.split(".")[1]]
    driver.get(f"{town.url}/imports/new?lang={language}")
    check(driver, language, "1-new")
    picture(driver, language, "abgeben", "main")
    hand_in(driver, town, path, language)
    check(driver, language, f"2-{stem}-proposal")
    picture(driver, language, f"{kind}-fragen", "#questions")
    answer_all(driver)
    assert not driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"), driver.page_source
    check(driver, language, f"3-{stem}-answered")
    picture(driver, language, f"{kind}-vorschau", "#preview")
    assert driver.find_elements(By.CSS_SELECTOR, "#preview svg.drawing")
    title = f"{stem} {language} {'mit' if driver.has_script else 'ohne'}"
    import_it(driver, title)
    check(driver, language, f"4-{stem}-report")
    picture(driver, language, f"{kind}-bericht", "main")
    found = figures(driver)
    stored = found["Werte gespeichert" if language == "de" else "Values stored"]
    expected = {"pegel.csv": "167", "freibad.xlsx": "60", "stundenwerte_TU_04711_akt.zip": "479"}[name]
    assert stored == expected, found
    if name == "pegel.csv":
        assert "kaputt" in driver.find_element(By.TAG_NAME, "main").text
    press(driver, "a[href$='/undo']")
    check(driver, language, "5-undo")
    press(driver, "main form button[type=submit]")
    assert ("Zurückgenommen" if language == "de" else "Undone") in driver.find_element(By.TAG_NAME, "main").text
    count = requests.get(town.url + "/v1.1/Observations?$count=true&$top=0", headers=town.session().headers, timeout=30)
    assert count.json()["@iot.count"] == 0


def test_a_correction_changes_the_preview_at_once(town, driver, tmp_path):
    if not driver.has_script:
        pytest.skip("by script")
    path = tmp_path / "pegel.csv"
    path.write_bytes(messy_csv())
    hand_in(driver, town, path, "de")
    driver.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
    before = driver.find_element(By.ID, "preview").text
    widen(driver, 1280)
    Select(driver.find_element(By.ID, "decimal")).select_by_value(".")
    WebDriverWait(driver, 20).until(lambda d: d.find_element(By.ID, "preview").text != before)


def school_years():
    return "Schuljahr;Kinder\n" + "".join(f"{year}/{(year + 1) % 100:02};{1200 + 7 * (year - 1998)}\n" for year in range(1998, 2012))


def one_autumn_hour():
    """Hours of a wall clock over both changes: in spring one is missing, in autumn none stands twice."""
    rows = ["Zeit;Wert"]
    at, end = datetime.datetime(2025, 3, 28), datetime.datetime(2025, 10, 28)
    while at < end:
        if (at.month, at.day, at.hour) != (3, 30, 2):
            rows.append(f"{at:%d.%m.%Y %H:%M};{at.hour + 1},5")
        at += datetime.timedelta(hours=1)
    return "\n".join(rows) + "\n"


def metres():
    rows = ["Station;Rechtswert;Hochwert;Zeit;Pegel [cm]"]
    for hour in range(24):
        for number in (1, 2):
            rows.append(f"P{number};{405_000 + 800 * number};{5_757_000 + 90 * number};01.07.2025 {hour:02}:00;{40 + hour + number}")
    return "\n".join(rows) + "\n"


def points_in_counts():
    values = ["1.234", "987", "2.051", "890", "1.007", "955", "1.119", "3.400"]
    return "Datum;Besucher\n" + "".join(f"{day:02}.07.2025;{values[day % 8]}\n" for day in range(1, 25))


def limits():
    return "Datum;Nitrat [mg/l]\n" + "".join(f"{day:02}.03.2025;{'<4' if day % 4 == 0 else day + 5}\n" for day in range(1, 25))


# field, the file, how many choices; and for the choice that is taken: its value, what it makes of the data in both languages
ASKED = {
    "term": (school_years, 3, "09-01", ("01.09.1998 – 31.08.1999", "1 Sep 1998 – 31 Aug 1999")),
    "repeated": (one_autumn_hour, 2, "sum", ("26.", "26")),
    "epsg": (metres, 4, "25832", ("° Nord, 7,", "° north, 7.")),
    "thousands-means": (points_in_counts, 2, "yes", ("bis 3.400", "to 3,400")),
    "beyondLimits": (limits, 3, "half", ("von 2 bis", "from 2 to")),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("field", ASKED)
def test_what_a_file_cannot_tell_is_asked_on_its_own_data(town, driver, tmp_path, field, language):
    make, count, answer, outcome = ASKED[field]
    path = tmp_path / f"{field}.csv"
    path.write_text(make(), encoding="utf-8")
    hand_in(driver, town, path, language)
    group = driver.find_element(By.ID, field)
    choices = group.find_elements(By.CSS_SELECTOR, "label")
    assert len(choices) == count
    drawn = [choice.find_element(By.CSS_SELECTOR, ".muted").text for choice in choices]
    assert len(set(drawn)) == count or field == "epsg", drawn
    check(driver, language, f"6-{field}-asked")
    for other in driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"):
        if other.get_attribute("id") != field:
            other.find_element(By.CSS_SELECTOR, "input[type=radio]").click()
    taken = group.find_element(By.CSS_SELECTOR, f"input[value='{answer}']")
    words = taken.find_element(By.XPATH, "./ancestor::label").text
    assert outcome[0 if language == "de" else 1] in words, words
    taken.click()
    press(driver, "form[data-corrections] > .actions button")
    assert not driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"), driver.find_element(By.ID, "questions").text
    # saving the form as it stands reopens nothing
    press(driver, "form[data-corrections] > .actions button")
    assert not driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"), driver.find_element(By.ID, "questions").text
    page = driver.current_url.split("?")[0]
    document = town.session().get(page + "/mapping.json", timeout=60).json()
    said = {"term": lambda: document["time"]["yearStart"], "repeated": lambda: document["time"]["repeatedHour"],
            "epsg": lambda: str(document["places"]["row"]["epsg"]),
            "thousands-means": lambda: {".": "yes"}[document["format"]["thousands"]],
            "beyondLimits": lambda: document["format"]["beyondLimits"]}
    assert said[field]() == answer
    assert "?" not in json.dumps({name: part for name, part in document.items() if name != "dataset"})


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_unit_that_nothing_names_is_asked_and_never_one_in_silence(town, driver, tmp_path, language):
    path = tmp_path / "lasten.csv"
    rows = "".join(f"{day:02}.03.2025;{day},5;{day + 5}\n" for day in range(1, 25))
    path.write_text("Datum;Messwert;Nitrat [mg/l]\n" + rows, encoding="utf-8")
    hand_in(driver, town, path, language)
    units = lambda: [rule.get("unit", {}).get("symbol") for rule in town.session().get(
        driver.current_url.split("?")[0] + "/mapping.json", timeout=60).json()["series"]]
    assert "Messwert" in driver.find_element(By.ID, "unit").text and units() == [None, "mg/l"]
    check(driver, language, "6-unit-asked")
    # the empty field of the column is no answer
    press(driver, "form[data-corrections] > .actions button")
    assert units() == [None, "mg/l"]
    driver.find_element(By.ID, "unit-entered").send_keys("kWh")
    press(driver, "form[data-corrections] > .actions button")
    assert not driver.find_elements(By.ID, "unit"), driver.find_element(By.ID, "questions").text
    assert units() == ["kWh", "mg/l"]


def test_units_are_asked_once_for_each_kind_of_quantity(town, driver, tmp_path):
    path = tmp_path / "wetter-und-pegel.csv"
    rows = "".join(f"{day:02}.03.2025;{day},5;{day + 5},25;{day * 3},5\n" for day in range(1, 25))
    path.write_text("Datum;Windgeschwindigkeit;Windböe;Wasserstand\n" + rows, encoding="utf-8")
    hand_in(driver, town, path, "de")
    units = lambda: [rule.get("unit", {}).get("symbol") for rule in town.session().get(
        driver.current_url.split("?")[0] + "/mapping.json", timeout=60).json()["series"]]
    first = driver.find_element(By.ID, "unit-of-m-s-km-h-kn")
    second = driver.find_element(By.ID, "unit-of-cm-m-m-ue-nhn")
    assert "„Windgeschwindigkeit“, „Windböe“" in first.text and "„Wasserstand“" in second.text
    check(driver, "de", "6-units-by-kind")
    first.find_element(By.CSS_SELECTOR, "input[value='m/s']").click()
    press(driver, "form[data-corrections] > .actions button")
    assert units() == ["m/s", "m/s", None]
    driver.find_element(By.ID, "unit-entered-of-cm-m-m-ue-nhn").send_keys("cm")
    press(driver, "form[data-corrections] > .actions button")
    assert units() == ["m/s", "m/s", "cm"]
    assert not driver.find_elements(By.CSS_SELECTOR, "#questions fieldset"), driver.find_element(By.ID, "questions").text


def test_columns_that_may_be_places_become_stations(town, driver, tmp_path):
    path = tmp_path / "zaehlung.csv"
    rows = "".join(f"{day:02}.03.2025;{day};{day + 5};{day * 3}\n" for day in range(1, 25))
    path.write_text("Datum;Neutor;Hammer;Kanalblick\n" + rows, encoding="utf-8")
    hand_in(driver, town, path, "de")
    check(driver, "de", "6-stations-asked")
    driver.find_element(By.CSS_SELECTOR, "input[name=stations-means][value=stations]").click()
    press(driver, "form[data-corrections] > .actions button")
    document = town.session().get(driver.current_url.split("?")[0] + "/mapping.json", timeout=60).json()
    assert document["station"]["from"] == [{"column": "Messstelle"}]
    assert [rule["column"] for rule in document["series"]] == ["Wert"]
    # saving the form as it stands changes nothing
    press(driver, "form[data-corrections] > .actions button")
    again = town.session().get(driver.current_url.split("?")[0] + "/mapping.json", timeout=60).json()
    assert again["series"] == document["series"] and again["station"] == document["station"]
    assert "Kanalblick" in driver.find_element(By.ID, "preview").text


def long_table():
    rows = ["Station;Zeit;Parameter;Wert;Einheit"]
    for hour in range(48):
        for station in ("Nord", "Süd"):
            at = f"{1 + hour // 24:02}.07.2025 {hour % 24:02}:00"
            rows += [f"{station};{at};Lufttemperatur;{hour % 24},5;°C", f"{station};{at};Luftdruck;{1000 + hour % 24},5;hPa",
                     f"{station};{at};Batterie;{3 + hour % 5},1;V"]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_the_rows_of_a_long_table_measure_is_shown_and_corrected(town, driver, tmp_path, language):
    path = tmp_path / "klima.csv"
    path.write_text(long_table(), encoding="utf-8")
    hand_in(driver, town, path, language)
    check(driver, language, "7-long-proposal")

    def lines():
        return {group.find_element(By.CSS_SELECTOR, "input[type=hidden]").get_attribute("name").split(".")[1]:
                group.find_element(By.TAG_NAME, "legend").text
                for group in driver.find_elements(By.CSS_SELECTOR, "fieldset.line:has(input[type=hidden])")}

    assert lines() == {"0": "Lufttemperatur · °C", "1": "Luftdruck · hPa", "2": "Batterie · V"}
    # the battery is left out, the pressure gets a name of its own
    driver.find_element(By.ID, "take.2").click()
    field = driver.find_element(By.ID, "name.r1")
    field.clear()
    field.send_keys("Druck der Luft")
    answer_all(driver)
    assert list(lines().values()) == ["Lufttemperatur · °C", "Luftdruck · hPa"]
    preview = driver.find_element(By.ID, "preview").text
    assert "Druck der Luft" in preview and "Batterie, Einheit = V: 96" in preview, preview
    check(driver, language, "8-long-answered")
    import_it(driver, f"Klima {language} {'mit' if driver.has_script else 'ohne'}")
    assert figures(driver)["Werte gespeichert" if language == "de" else "Values stored"] == "192"
    assert "Parameter = Batterie, Einheit = V: 96" in driver.find_element(By.TAG_NAME, "main").text
    press(driver, "a[href$='/undo']")
    press(driver, "main form button[type=submit]")


def upload(town, files, session=None, **more):
    return (session or town.session()).post(
        town.url + "/imports/new", files=[("files", (name, data)) for name, data in files],
        headers={"Accept": "text/html", "Accept-Language": "de"}, allow_redirects=False, timeout=300, **more)


@pytest.mark.parametrize("name, data, words", [
    ("leer.csv", b"", "ist leer"), ("bild.png", b"\x89PNG", "keine Datei, die Allmende liest"),
    ("kaputt.zip", b"PK\x03\x04 kaputt", "Archiv"), ("tabelle.csv", b"\xd0\xcf\x11\xe0 alt", "xls"),
    ("nur-text.zip", None, "keine Tabelle"), ("zeilen.csv", b"\r\n \r\n", "nur leere Zeilen"),
    ("kopf.csv", b"Zeit;Wert\r\n", "steht keine Zeile"), ("marke.csv", b"\xef\xbb\xbf", "Zeichen ihrer Kodierung"),
])
def test_refusals_are_clear_and_leave_nothing(town, name, data, words):
    if data is None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("bild.png", b"x")
        data = archive.getvalue()
    answer = upload(town, [(name, data)])
    assert answer.status_code == 400 and words in answer.text, answer.text[-3000:]
    assert not [p for p in pathlib.Path(town.database + ".imports").glob("*/abgabe/*") if p.name == name]


def test_only_who_may_write_hands_in(town):
    assert upload(town, [("a.csv", b"a")], session=requests.Session()).status_code == 401
    assert requests.get(town.url + "/imports/new", headers={"Accept": "text/html"}, timeout=30).status_code == 401
    foreign = town.session()
    foreign.headers["Sec-Fetch-Site"] = "cross-site"
    assert upload(town, [("a.csv", b"a;b\n1;2\n")], session=foreign).status_code == 403


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) // 1024


def test_a_large_file_does_not_pass_through_memory(town):
    """300 MB come in while resident memory is watched; the proposal samples the beginning."""
    row = b"2025-07-01 00:00:00;1.5;2.5;3.5;abcdefghijklmnopqrstuvwxyz\r\n"
    block = row * (1 << 14)
    upload(town, [("klein.csv", b"zeit;a;b;c;d\r\n" + row * 100)])
    before = resident(town.process)
    peak = [before]
    done = threading.Event()

    def watch():
        while not done.wait(0.05):
            peak[0] = max(peak[0], resident(town.process))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    size = 300 << 20
    head = (b"--grenze\r\nContent-Disposition: form-data; name=\"files\"; filename=\"gross.csv\"\r\n\r\nzeit;a;b;c;d\r\n")

    def body():
        yield head
        sent = 0
        while sent < size:
            yield block
            sent += len(block)
        yield b"\r\n--grenze--\r\n"

    start = time.time()
    answer = town.session().post(
        town.url + "/imports/new", data=body(), allow_redirects=False, timeout=300,
        headers={"Content-Type": "multipart/form-data; boundary=grenze", "Accept": "text/html"})
    took = time.time() - start
    done.set()
    watcher.join()
    print(f"300 MB in {took:.1f} s, resident {before} MB, at most {peak[0]} MB")
    assert answer.status_code == 303, answer.text[-2000:]
    assert peak[0] - before < 100
    town.session().post(town.url + answer.headers["Location"] + "/discard", data={}, timeout=60)


def test_the_downloaded_mapping_stores_the_same_on_the_command_line(town, tmp_path):
    path = tmp_path / "pegel.csv"
    path.write_bytes(messy_csv())
    session = town.session()
    session.headers["Accept"] = "text/html"
    page = town.url + upload(town, [("pegel.csv", path.read_bytes())]).headers["Location"]
    asked = re.findall(r'<input id="([a-z-]+)-0" type="radio" name="\1" value="([^"]*)"', session.get(page, timeout=60).text)
    session.post(page, data=dict(asked), timeout=60)
    session.post(page + "/go", data={
        "dataset": "new", "title": "Pegel für alle", "owner": "Tiefbauamt", "licence": "dl-by-de/2.0"}, timeout=60)
    deadline = time.time() + 60
    while "/imports/waiting/" in (run := session.get(page, timeout=60)).url:
        assert time.time() < deadline, run.text
        time.sleep(0.5)
    versions = town.url + re.search(r'href="(/imports/mappings/[^"]+)"', run.text)[1]
    download = town.url + re.search(r'href="(/imports/mappings/[^"]+\.json)"', session.get(versions, timeout=60).text)[1]
    mapping = tmp_path / "mapping.json"
    mapping.write_bytes(session.get(download, timeout=60).content)
    other = tmp_path / "other.gpkg"
    allmende("import", "--database", other, "--mapping", mapping, path, check=False)

    def values(url, headers=None):
        found = requests.get(
            url + "/v1.1/Datastreams?$expand=Observations("
            "$orderby=phenomenonTime;$top=1000;$select=phenomenonTime,result)", headers=headers, timeout=60).json()["value"]
        return [(d["name"], d["unitOfMeasurement"], [(o["phenomenonTime"], o["result"]) for o in d["Observations"]]) for d in found]

    with running(other) as second:
        mine, theirs = values(town.url, session.headers), values(second.url, second.session().headers)
    assert mine and len(mine[0][2]) == 167
    assert mine == theirs
    again = allmende("import", "--database", town.database, "--mapping", mapping, path, check=False)
    assert "0" in again.stdout


class Publisher(http.server.BaseHTTPRequestHandler):
    """Somebody who publishes a file that grows, with an ETag."""
    text = ""
    asked = []

    def do_GET(self):
        tag = f'"{hash(Publisher.text) & 0xffffffff:x}"'
        Publisher.asked.append(self.headers.get("If-None-Match"))
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        data = Publisher.text.encode()
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


def published(days, names="Zeit;Stand [cm]"):
    lines = [names]
    for day in range(1, days + 1):
        lines += [f"{day:02}.07.2025 {hour:02}:00;{40 + hour},5" for hour in range(24)]
    return "\n".join(lines) + "\n"


def test_an_address_is_fetched_each_night(work):
    with running(work / "nightly.gpkg", "--set", "ingest-own-network=true") as town:
        publisher = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
        threading.Thread(target=publisher.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{publisher.server_port}/pegel.csv"
        session = town.session()
        session.headers.update({"Accept": "text/html", "Accept-Language": "de"})

        def wait(words, page="/imports"):
            deadline = time.time() + 40
            while words not in (text := session.get(town.url + page, timeout=60).text):
                assert time.time() < deadline, text
                time.sleep(0.5)
            return text

        def count():
            return session.get(town.url + "/v1.1/Observations?$count=true&$top=0", timeout=60).json()["@iot.count"]

        Publisher.text = published(3)
        location = session.post(
            town.url + "/imports/fetch", data={"address": address}, allow_redirects=False, timeout=60).headers["Location"]
        text = session.get(town.url + location, timeout=60).text
        asked = re.findall(r'<input id="([a-z-]+)-0" type="radio" name="\1" value="([^"]*)"', text)
        session.post(town.url + location, data=dict(asked), timeout=60)
        session.post(town.url + location + "/go", data={
            "dataset": "new", "title": "Pegel", "owner": "Tiefbauamt", "licence": "dl-by-de/2.0"}, timeout=60)
        wait("Jede Nacht holen", location)
        assert count() == 72
        session.post(town.url + location + "/nightly", data={"hour": "3"}, timeout=60)
        text = wait("Jede Nacht geholt")
        schedule = re.search(r"/imports/schedules/\d+", text)[0]
        assert "in Ordnung" in text

        # the first fetch asks without a mark; the same content again stores nothing
        session.post(town.url + schedule + "/resume", data={}, timeout=60)
        deadline = time.time() + 40
        while len(Publisher.asked) < 2:
            assert time.time() < deadline
            time.sleep(0.5)
        time.sleep(3)
        session.post(town.url + schedule + "/resume", data={}, timeout=60)
        while Publisher.asked[-1] is None:
            assert time.time() < deadline
            time.sleep(0.5)
        assert count() == 72

        # it grows, with another column beside: the difference comes in, and the change is named
        Publisher.text = "\n".join(
            line + (";Hinweis" if line.startswith("Zeit") else ";x") for line in published(4).splitlines()) + "\n"
        session.post(town.url + schedule + "/resume", data={}, timeout=60)
        wait("neue Spalte „Hinweis“")
        deadline = time.time() + 40
        while count() != 96:
            assert time.time() < deadline
            time.sleep(0.5)

        # the column it lives on is called otherwise: nothing is stored, a new mapping waits
        Publisher.text = published(5, "Zeit;Wasserstand [cm]")
        session.post(town.url + schedule + "/resume", data={}, timeout=60)
        text = wait("braucht eine neue Zuordnung")
        assert count() == 96
        repair = re.search(r'class="button" href="(/imports/waiting/\d+)"', text.split("Neue Zuordnung ansehen")[0].rsplit("<p>", 1)[1])[1]
        text = session.get(town.url + repair, timeout=60).text
        assert "Wasserstand [cm]" in text and "Keine Frage ist offen" in text
        session.post(town.url + repair + "/go", data={"dataset": "pegel"}, timeout=60)
        wait("in Ordnung")
        deadline = time.time() + 40
        while count() != 216:
            assert time.time() < deadline
            time.sleep(0.5)

        # nobody is there
        publisher.shutdown()
        publisher.server_close()
        session.post(town.url + schedule + "/resume", data={}, timeout=60)
        assert "nicht erreichbar" in wait("wird noch einmal versucht")


def test_addresses_of_the_own_network_are_refused(town):
    for address in ("http://127.0.0.1:1/a.csv", "http://[::1]/a.csv", "ftp://example.org/a.csv", "file:///etc/passwd"):
        answer = town.session().post(
            town.url + "/imports/fetch", data={"address": address}, headers={"Accept": "text/html"}, timeout=60)
        assert answer.status_code == 400 and address in answer.text
