# SPDX-License-Identifier: EUPL-1.2
"""The pages in headless Chromium: accessible, without sideways scrolling, without third parties, by keyboard, without script."""
import importlib.util
import json
import pathlib
import re
import urllib.parse

import pytest
import requests
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from conftest import allmende

# beside what the rooms describe
MORE_PAGES = ["/search?q=rad", "/no-such-page"]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
         "rules": {name: {"enabled": True} for name in ("region", "landmark-unique", "landmark-one-main")}}


def axe_source():
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec, "axe-playwright-python is not installed; Tests/EndToEnd/requirements.txt names it"
    return next(pathlib.Path(spec.submodule_search_locations[0]).rglob("axe.min.js")).read_text()


def start_browser(script=True):
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=de-DE"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


@pytest.fixture(scope="module")
def browser():
    driver = start_browser()
    yield driver
    driver.quit()


def described(method="GET"):
    """Addresses of the rooms that need nothing filled in, asked of the program itself."""
    rooms = json.loads(allmende("describe", "--json").stdout)["rooms"]
    return [
        route["address"] for room in rooms for route in room["routes"]
        if route["method"] == method and route["for"] == "people" and "{" not in route["address"]]


@pytest.fixture(scope="module")
def pages(server):
    """Every described page that somebody without an account may see."""
    found = []
    for address in described():
        answer = requests.get(server.url + address, headers={"Accept": "text/html"}, timeout=30)
        # 409: /setup, where another file's tests have made an administrator already
        assert answer.status_code in (200, 401, 403, 404, 409), (address, answer.status_code)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            found.append(address)
    assert len(found) > 20, found
    return [*found, *MORE_PAGES]


@pytest.fixture(scope="module")
def sensor(server):
    features = requests.get(server.url + "/map/sensors.geojson", timeout=30).json()["features"]
    return next(f["properties"]["link"] for f in features if f["properties"]["state"] == "live")


@pytest.fixture(scope="module")
def dataset(server):
    page = requests.get(server.url + "/data", timeout=30).text
    return "/data/" + page.split('href="/data/')[1].split('"')[0]


def widen(driver, width):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})


def gone(element):
    """A condition for waits: the page of this element was left.

    The driver calls an element "stale" when its document is gone, and answers "does not belong to the document" in between.
    """
    def left(_):
        try:
            element.is_enabled()
            return False
        except StaleElementReferenceException:
            return True
        except WebDriverException as error:
            if "does not belong to the document" in str(error):
                return True
            raise
    return left


def press(driver, selector):
    """Clicks what leads to another page, and waits until this one is left."""
    page = driver.find_element(By.TAG_NAME, "html")
    driver.find_element(By.CSS_SELECTOR, selector).click()
    WebDriverWait(driver, 60).until(gone(page))


def faults_of(driver, server, pages, language, width, found=True):
    """What axe and a ruler find on pages in one language and width, with all that folds opened."""
    axe = axe_source()
    widen(driver, width)
    faults = []
    for page in pages:
        driver.get(server.url + page + ("&" if "?" in page else "?") + "lang=" + language)
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        if found and ("<h1>" not in driver.page_source or "404" in driver.title):
            faults.append((page, "has no heading", driver.title))
        driver.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
        driver.execute_script(axe)
        result = driver.execute_async_script(
            "axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", RULES)
        for violation in result["violations"]:
            faults.append((page, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]))
        if driver.execute_script("return document.documentElement.scrollWidth") > width:
            faults.append((page, "scrolls sideways", width))
    return faults


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(server, browser, pages, sensor, dataset, language, width):
    faults = faults_of(browser, server, [*pages, sensor, dataset, dataset + "/retention", dataset + "/quality"], language, width, found=False)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_nothing_is_asked_of_third_parties(server, browser, pages, sensor):
    browser.get_log("performance")
    for page in [*pages, sensor]:
        browser.get(server.url + page)
    own = urllib.parse.urlsplit(server.url).netloc
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = urllib.parse.urlsplit(message["params"]["request"]["url"])
            assert address.scheme in ("data", "blob", "chrome") or address.netloc == own, address.geturl()


def test_scripts_and_styles_keep_the_policy(server, browser, sensor):
    for page in ["/", "/map", sensor]:
        browser.get_log("browser")
        browser.get(server.url + page)
        faults = [e["message"] for e in browser.get_log("browser") if e["level"] == "SEVERE"]
        assert not faults, faults


def test_map_shows_sensors(server, browser):
    widen(browser, 1280)
    browser.get(server.url + "/map")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#map[data-ready]"))
    assert browser.find_elements(By.CSS_SELECTOR, "#map .pin")


def test_keyboard_reaches_content_and_reads_the_chart(server, browser, sensor):
    widen(browser, 1280)
    browser.get(server.url + sensor)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.get_attribute("href").endswith("#content")
    focused.send_keys(Keys.ENTER)
    slider = browser.find_element(By.CSS_SELECTOR, ".readout input")
    before = slider.get_attribute("aria-valuetext")
    slider.send_keys(Keys.ARROW_LEFT)
    after = slider.get_attribute("aria-valuetext")
    assert after and after != before
    assert browser.find_element(By.CSS_SELECTOR, ".readout output").text == after


def test_everything_is_there_without_script(server, sensor):
    driver = start_browser(script=False)
    try:
        driver.get(server.url + "/")
        assert driver.find_elements(By.CSS_SELECTOR, ".tile, .steps li")
        driver.get(server.url + sensor)
        assert driver.find_elements(By.CSS_SELECTOR, "svg.drawing")
        driver.find_element(By.TAG_NAME, "summary").click()
        assert driver.find_element(By.CSS_SELECTOR, "#values tbody tr").is_displayed()
        driver.get(server.url + "/map")
        assert driver.find_elements(By.CSS_SELECTOR, "#list table a")
    finally:
        driver.quit()


def test_the_headline_number_stands_on_the_page_it_leads_to(server):
    start = requests.get(server.url + "/?lang=de", timeout=30).text
    tile = re.search(r'<li class="tile headline">(.*?)</li>', start, re.DOTALL)[1]
    link = re.search(r'href="([^"]+)"', tile)[1]
    value = re.search(r"\b\d{1,3}\.\d{3}\b|\b\d{2,3}\b", re.sub(r"<[^>]*>", " ", tile))[0]
    page = requests.get(server.url + link, headers={"Accept-Language": "de"}, timeout=30).text
    assert f"Alle Reihen dieser Messstelle zusammen: {value} am Tag" in page, (value, link)
