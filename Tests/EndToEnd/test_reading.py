# SPDX-License-Identifier: EUPL-1.2
"""Reading a series as people do: through time by pointer and keyboard, side by side, in frames and files; and being told."""
import contextlib
import datetime
import html
import http.server
import io
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import xml.dom.minidom
import zipfile

import pytest
import requests
from aiosmtpd.controller import Controller
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from conftest import allmende, running
from test_audit import Mailbox, wait_for
from test_pages import browser, faults_of, press, start_browser, widen  # noqa: F401  (browser is a fixture)
from test_people import administrator

DAYS = 40


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Two thermometers with an hour's values for forty days, and Ada, who may do everything."""
    with running(tmp_path_factory.mktemp("reading") / "town.gpkg", "--set", "alerts-interval=1") as server:
        server.ada = administrator(server)
        server.series = [thermometer(server, name, offset) for name, offset in [("Nord", 0), ("Süd", 3)]]
        assert server.ada.post("/data/sensordaten/access", data={"access": "public"}).status_code == 200
        yield server


def thermometer(server, name, offset):
    now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
    thing = {
        "name": f"Wetter {name}", "description": "",
        "Locations": [{"name": name, "description": "", "encodingType": "application/geo+json",
                       "location": {"type": "Point", "coordinates": [7.6, 51.9 + offset / 1000]}}],
        "Datastreams": [{
            "name": "Temperatur", "description": "",
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "unitOfMeasurement": {"name": "Grad Celsius", "symbol": "°C", "definition": ""},
            "ObservedProperty": {"name": "Lufttemperatur", "definition": "https://example.org/t", "description": ""},
            "Sensor": {"name": "s", "description": "", "encodingType": "text/plain", "metadata": "m"}}]}
    session = server.session()
    made = session.post(server.url + "/v1.1/Things", json=thing, timeout=60)
    assert made.status_code == 201, made.text
    link = made.headers["Location"] + "/Datastreams"
    number = session.get(link, timeout=60).json()["value"][0]["@iot.id"]
    hours = [now - datetime.timedelta(hours=hour) for hour in range(24 * DAYS, -1, -1)]
    rows = [[hour.isoformat().replace("+00:00", "Z"), 10 + offset + hour.hour / 2] for hour in hours]
    sent = session.post(server.url + "/v1.1/CreateObservations", json=[{
        "Datastream": {"@iot.id": number}, "components": ["phenomenonTime", "result"], "dataArray": rows}], timeout=120)
    assert sent.status_code == 201 and "error" not in sent.text, sent.text[:500]
    thing = session.get(server.url + f"/v1.1/Datastreams({number})/Thing", timeout=60).json()["@iot.id"]
    return {"thing": thing, "id": number, "page": f"/sensors/{thing}/series/{number}"}


def days(driver):
    while True:
        stretch = driver.find_element(By.CSS_SELECTOR, "[data-stretch]")
        with contextlib.suppress(StaleElementReferenceException):  # the script is putting the next one in its place
            return int(stretch.get_attribute("data-first")), int(stretch.get_attribute("data-last"))


def changed(driver, before):
    WebDriverWait(driver, 30).until(lambda d: days(d) != before)
    return days(driver)


def test_a_data_set_offers_the_values_of_its_series_as_files(town):
    page = requests.get(town.url + "/data/sensordaten?lang=de", timeout=30).text
    assert "Werte herunterladen" in page
    files = re.findall(r'href="(/series/[^"]+)" download', page)
    assert len(files) == 6, files
    for address in files:
        answer = requests.get(town.url + address.replace("&amp;", "&"), timeout=60)
        assert answer.status_code == 200, address
        if ".csv" in address:
            assert answer.text.count("\n") >= DAYS * 24, address
            assert answer.content.startswith(b"\xef\xbb\xbf") == ("for=people" in address)


def test_zoom_and_pan_by_keyboard_and_pointer(town, browser):
    widen(browser, 1280)
    browser.get(town.url + town.series[0]["page"] + "?range=month&lang=de")
    start = days(browser)
    slider = browser.find_element(By.CSS_SELECTOR, ".readout input")
    slider.send_keys("+")
    closer = changed(browser, start)
    assert closer[0] > start[0] and closer[1] < start[1]
    assert "from=" in browser.current_url, "the query is the address"
    focused = browser.switch_to.active_element
    assert focused.get_attribute("type") == "range", "the slider keeps the focus"
    focused.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
    earlier = changed(browser, closer)
    assert earlier[1] == closer[0] - 1
    ActionChains(browser).key_up(Keys.SHIFT).perform()
    browser.switch_to.active_element.send_keys("-")
    wider = changed(browser, earlier)
    assert wider[1] - wider[0] > earlier[1] - earlier[0]
    browser.back()
    assert changed(browser, wider) == earlier
    # dragging picks a stretch
    drawing = browser.find_element(By.CSS_SELECTOR, "svg.drawing.wide")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", drawing)
    before = days(browser)
    ActionChains(browser).move_to_element_with_offset(drawing, -100, 0).click_and_hold() \
        .move_by_offset(120, 0).release().perform()
    picked = changed(browser, before)
    assert before[0] < picked[0] <= picked[1] < before[1]
    # with the shift key it moves
    drawing = browser.find_element(By.CSS_SELECTOR, "svg.drawing.wide")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", drawing)
    width = picked[1] - picked[0]
    ActionChains(browser).key_down(Keys.SHIFT).move_to_element(drawing).click_and_hold() \
        .move_by_offset(300, 0).release().key_up(Keys.SHIFT).perform()
    moved = changed(browser, picked)
    assert moved[0] < picked[0] and moved[1] - moved[0] == width


def test_without_script_the_same_ways_are_links(town):
    driver = start_browser(script=False)
    try:
        driver.get(town.url + town.series[0]["page"] + "?range=month&lang=de")
        start = days(driver)
        press(driver, '[data-move="closer"]')
        assert days(driver)[0] > start[0]
        Select(driver.find_element(By.ID, "with")).select_by_index(0)
        press(driver, ".compare button")
        assert driver.find_elements(By.CSS_SELECTOR, "svg .other-1")
        assert not driver.find_elements(By.CSS_SELECTOR, "[data-picture]:not([hidden])")
    finally:
        driver.quit()


def test_pages_with_everything_are_accessible(town, browser):
    one, other = town.series
    for form in [{"kind": "threshold", "name": "Hitze", "value": "20"},
                 {"kind": "note", "name": "Baustelle", "from": datetime.date.today().isoformat()}]:
        assert town.ada.post(one["page"] + "/annotations", data=form).status_code == 200
    pages = [one["page"] + f"?range=month&with={other['id']}", f"/embed/series/{one['id']}?range=week"]
    signed = [one["page"] + "/annotations", "/alerts", f"/alerts/new?datastream={one['id']}",
              f"/alerts/new?datastream={one['id']}&kind=change", f"/alerts/new?datastream={one['id']}&kind=above"]
    for width in (360, 1280):
        assert not faults_of(browser, town, pages, "de", width)
    browser.get(town.url + "/imprint")
    for cookie in town.ada.cookies:
        browser.add_cookie({"name": cookie.name, "value": cookie.value, "path": "/"})
    try:
        for width in (360, 1280):
            assert not faults_of(browser, town, signed, "de", width)
    finally:
        browser.delete_all_cookies()


def test_a_picture_in_pixels_is_made_in_the_browser(town, browser, tmp_path):
    widen(browser, 1280)
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.get(town.url + town.series[0]["page"] + "?range=week&lang=de")
    button = browser.find_element(By.CSS_SELECTOR, "[data-picture]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    file = wait_for(lambda: next(iter(tmp_path.glob("*.png")), None))
    assert wait_for(lambda: file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and file.stat().st_size > 5000)


def test_files_are_what_other_programs_read(town, tmp_path):
    series = town.series[0]["id"]
    picture = requests.get(f"{town.url}/series/{series}.svg?range=week", timeout=60)
    assert xml.dom.minidom.parseString(picture.content).documentElement.tagName == "svg"
    ods = requests.get(f"{town.url}/series/{series}.ods", timeout=60).content
    assert zipfile.ZipFile(io.BytesIO(ods)).read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    table = requests.get(
        f"{town.url}/series/{series}.csv?for=people", headers={"Accept-Language": "de"}, timeout=60).content
    assert table.startswith(b"\xef\xbb\xbfTag;Uhrzeit;Zeitzone;Wert;Einheit\r\n")
    assert len(table.splitlines()) == 24 * DAYS + 2
    office = shutil.which("soffice")
    if office is None:
        return
    (tmp_path / "a.ods").write_bytes(ods)
    subprocess.run([office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "csv",
                    "--outdir", tmp_path, tmp_path / "a.ods"], check=True, timeout=180, capture_output=True)
    rows = (tmp_path / "a.csv").read_text().splitlines()
    assert len(rows) == 24 * DAYS + 2 and re.match(r"\d{4}-\d\d-\d\d,\d\d:\d\d:\d\d,", rows[1]), rows[:2]


@contextlib.contextmanager
def serving(handler):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{other.server_address[1]}"
        finally:
            other.shutdown()


def test_other_pages_may_frame_the_chart_and_nothing_else(town, browser):
    series = town.series[0]

    class Foreign(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = f"""<!DOCTYPE html><html lang="de"><title>x</title>
                <iframe id="chart" src="{town.url}/embed/series/{series['id']}?range=week"></iframe>
                <iframe id="page" src="{town.url}{series['page']}"></iframe>""".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with serving(Foreign) as address:
        browser.get(address)
        browser.switch_to.frame("chart")
        WebDriverWait(browser, 30).until(lambda d: d.find_elements(By.CSS_SELECTOR, "svg.drawing"))
        assert browser.find_element(By.CSS_SELECTOR, ".source").text
        browser.switch_to.default_content()
        browser.switch_to.frame("page")
        assert not browser.find_elements(By.CSS_SELECTOR, "svg.drawing"), "the page itself refuses the frame"
        browser.switch_to.default_content()


def test_alerts_arrive_by_mail_and_webhook_and_none_twice_after_a_restart(tmp_path):
    mailbox, calls, answers = Mailbox(), [], [503, 200]

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.headers["Content-Type"], self.headers["Idempotency-Key"], json.loads(body)))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings = ["--set", f"smtp-server=smtp://127.0.0.1:{port}", "--set", "smtp-sender=rathaus@example.de",
                "--set", "alerts-interval=1"]
    database = tmp_path / "town.gpkg"

    def measure(server, number, value, seconds):
        at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
        sent = server.session().post(
            f"{server.url}/v1.1/Datastreams({number})/Observations", timeout=60,
            json={"result": value, "phenomenonTime": at.isoformat().replace("+00:00", "Z")})
        assert sent.status_code == 201, sent.text

    try:
        with serving(Hook) as hook, running(database, *settings, "--set", "alerts-own-network=true") as server:
            ada = administrator(server)
            number = re.search(r'/account/people/(\d+)">Ada', ada.get("/account/people").text)[1]
            page = ada.post(f"/account/people/{number}", data={
                "name": "Ada", "login": "ada", "role": "administrator", "department": "", "mail": "ada@example.de"})
            assert page.status_code == 200
            series = thermometer(server, "Nord", 0)
            # pages remember for two seconds which series there are
            time.sleep(3)
            form = {"datastream": series["id"], "kind": "above", "name": "Hitze", "limit": "30", "margin": "2"}
            refused = ada.post("/alerts/new", data=form | {"hook": "https://ada:word@example.de/"})
            assert refused.status_code == 400 and "without name and password" in refused.text
            made = ada.post("/alerts/new", data=form | {"mail": "yes", "hook": hook + "/alarm"})
            assert made.status_code == 200 and "above 30" in made.text.replace("\u202f", " "), made.text
            measure(server, series["id"], 35, -2)
            wait_for(lambda: mailbox.messages and calls)
            _, message = mailbox.messages[0]
            assert message["To"].strip("<>") == "ada@example.de" and "Hitze" in message["Subject"]
            stop = re.search(r"/alerts/stop/[0-9a-f]{32}", message.get_content())[0]
            kind, key, body = calls[0]
            assert kind == "application/json" and body["change"] == "begins" and body["value"] == 35
        # the webhook answered 503: after the restart it is called again when its time has come, the mail is not
        with running(database, *settings) as server:
            time.sleep(4)
            assert len(mailbox.messages) == 1
            page = requests.get(server.url + stop, headers={"Accept-Language": "en"}, timeout=30)
            assert "Stop telling you" in page.text
            measure(server, series["id"], 27, -1)
            wait_for(lambda: len(mailbox.messages) == 2)
            assert "over" in mailbox.messages[1][1]["Subject"]
            assert requests.post(server.url + stop, timeout=30).status_code == 200
            measure(server, series["id"], 40, 0)
            time.sleep(4)
            assert len(mailbox.messages) == 2, "who has stopped them is told no more"
    finally:
        controller.stop()


def test_webhooks_reach_no_own_network_unless_it_is_allowed(town):
    calls = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with serving(Hook) as hook:
        series = town.series[1]["id"]
        made = town.ada.post("/alerts/new", data={
            "datastream": series, "kind": "below", "name": "Kalt", "limit": "100", "margin": "0", "hook": hook})
        assert made.status_code == 200
        page = wait_for(lambda: (text := town.ada.get(urllib.parse.urlsplit(made.url).path).text) and (
            "not arrived yet" in text) and text)
        assert "Kalt" in page and not calls


def test_on_a_narrow_map_a_button_shows_the_sources(server, browser):
    widen(browser, 360)
    browser.get(server.url + "/map?lang=de")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#map[data-ready]"))
    button = browser.find_element(By.CSS_SELECTOR, "#map .sources")
    sources = browser.find_element(By.ID, "map-sources")
    assert not sources.is_displayed() and button.get_attribute("aria-expanded") == "false"
    button.send_keys(Keys.ENTER)
    assert sources.is_displayed() and sources.text and button.get_attribute("aria-expanded") == "true"
    widen(browser, 1280)
    browser.get(server.url + "/map?lang=de")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#map[data-ready]"))
    assert browser.find_element(By.CSS_SELECTOR, "#map .leaflet-control-attribution").is_displayed()
    assert not browser.find_elements(By.CSS_SELECTOR, "#map .sources")


def test_a_towns_own_layers_are_the_ground_of_its_maps_and_their_places_are_found(tmp_path, browser):
    """Layers of no known kind, and nothing else: they are drawn at once, and a search knows their names."""
    mapping = {
        "name": "orte", "kind": "layer", "files": "orte[^/]*\\.geojson$", "collection": "orte", "title": "Ladepunkte",
        "titleEnglish": "Charging points", "description": "Wo geladen wird", "role": "other", "source": "geojson",
        "titleField": "name", "fields": [{"column": "NAME", "name": "name", "title": "Name"}],
        "dataset": {"slug": "orte", "access": "public", "title": "Orte", "description": "Orte", "owner": "Bauamt",
                    "licence": "cc-zero", "attributions": [{"text": "Stadt", "licence": "cc-zero"}]}}
    names = ["Ladesäulenstandort Markt", "Hauptradweg Nord"]
    features = [{"type": "Feature", "id": place, "properties": {"NAME": name},
                 "geometry": {"type": "Point", "coordinates": [7.6 + place / 100, 51.9]}} for place, name in enumerate(names)]
    (tmp_path / "orte.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    (tmp_path / "orte.json").write_text(json.dumps(mapping), encoding="utf-8")
    database = tmp_path / "town.gpkg"
    allmende("import", "--database", database, "--mapping", tmp_path / "orte.json", tmp_path / "orte.geojson")
    with running(database) as server:
        widen(browser, 1280)
        browser.get(server.url + "/map?lang=de")
        WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#map[data-ready]"))
        assert len(browser.find_elements(By.CSS_SELECTOR, "#map path.leaflet-interactive")) == 2
        for words, name in [("Ladeseulen", names[0]), ("Radwge", names[1]), ("markt", names[0])]:
            page = requests.get(server.url + "/search", params={"q": words, "lang": "de"}, timeout=30).text
            address = re.search(rf'<a href="([^"]*)">{name}</a>', page)
            assert address, (words, page[-2000:])
            assert name in requests.get(server.url + html.unescape(address[1]), timeout=30).text
        # a place far away from all that is known is asked about, one nearby is not
        for place, asks in [("52,5200 13,4050", True), ("51,9 7,605", False)]:
            check = requests.post(server.url + "/planning/submit?lang=de", timeout=30, data={
                "title": "Hier fehlt eine Bank", "place": place, "check": "1"})
            assert check.status_code == 200 and ("km außerhalb dessen" in check.text) == asks, check.text[-1500:]

        # who may not see a layer finds none of its places
        assert server.session().post(
            server.url + "/data/orte/access", data={"access": "internal"}, timeout=30).status_code == 200
        for reader, finds in [(requests, False), (server.session(), True)]:
            page = reader.get(server.url + "/search", params={"q": "Hauptradweg", "lang": "de"}, timeout=30).text
            assert (names[1] in page) == finds


def test_the_list_beside_the_map_has_pages(server):
    first = requests.get(server.url + "/map?lang=de", timeout=60).text
    assert first.count('<tr><th scope="row">') == 50 and "Seite 1 von" in first and "/map?page=2#list" in first
    seen = set(re.findall(r'<tr><th scope="row"><a href="(/sensors/\d+)"', first))
    second = requests.get(server.url + "/map?lang=de&page=2", timeout=60).text
    assert not seen & set(re.findall(r'<tr><th scope="row"><a href="(/sensors/\d+)"', second))


def test_a_citizen_follows_a_need_by_mail(tmp_path, browser):
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings = ["--set", f"smtp-server=smtp://127.0.0.1:{port}", "--set", "smtp-sender=rathaus@example.de",
                "--set", "alerts-interval=1"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        own = free.getsockname()[1]
    try:
        with running(tmp_path / "town.gpkg", *settings, "--base-url", f"http://127.0.0.1:{own}", port=own) as server:
            ada = administrator(server)
            made = ada.post("/planning/needs/new", data={
                "~version": "0", "~visibility": "public", "title": "Radweg wird gemieden", "description": "Zu eng"})
            assert made.status_code == 200
            widen(browser, 360)
            browser.get(server.url + "/planning/needs/1?lang=de")
            press(browser, 'a[href="/follow?subject=B-1"]')
            field = browser.find_element(By.ID, "mail")
            field.send_keys("kim@example.org")
            press(browser, "form.form button")
            assert "Wir haben eine E-Mail geschickt" in browser.page_source
            wait_for(lambda: mailbox.messages)
            link = re.search(r"http://\S+/follow/[0-9a-f]{32}", mailbox.messages[0][1].get_content())[0]
            assert requests.get(link, timeout=30).status_code == 200, "opening the link confirms nothing"
            assert not faults_of(browser, server, [link.removeprefix(server.url)], "de", 360)
            browser.get(link)
            press(browser, "main form button:not(.quiet)")
            assert "Sie folgen und bekommen E-Mails" in browser.page_source
            again = requests.post(server.url + "/follow", data={"subject": "B-1", "mail": "kim@example.org"}, timeout=30)
            assert again.status_code == 200
            for number, seen in [(1, "public"), (2, "internal")]:
                ada.post("/planning/measures/new", data={
                    "~version": "0", "~visibility": seen, "title": f"Schutzstreifen {number}", "needs": "B-1"})
            wait_for(lambda: len(mailbox.messages) > 1)
            time.sleep(3)
            texts = [message.get_content() for _, message in mailbox.messages[1:]]
            assert len(texts) == 1 and "Schutzstreifen 1" in texts[0] and "Schutzstreifen 2" not in texts[0], texts
            press(browser, "main form button.quiet")
            assert "Ihre Adresse ist gelöscht" in browser.page_source
            assert requests.get(link, timeout=30).status_code == 404
            assert requests.get(server.url + "/follow?subject=M-2", timeout=30).status_code == 404
    finally:
        controller.stop()
