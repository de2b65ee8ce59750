# SPDX-License-Identifier: EUPL-1.2
"""An assessment as a sheet in a browser: keys, a pasted range and its undo, storing by itself, a lost connection, two windows."""
import re
import time

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from conftest import running
from test_pages import browser, faults_of, press, widen  # noqa: F401  (browser is a fixture)
from test_planning_decision import bring_in, plan

PASTE = """
const data = new DataTransfer();
data.setData("text/plain", arguments[1]);
arguments[0].dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("rating") / "town.gpkg") as server:
        documents = plan()
        documents["W-1"] = {
            "title": "Was hilft am Radweg?", "candidates": ["M-1", "M-2", "M-3"],
            "criteria": [{"criterion": "A1", "order": 1}, {"criterion": "A2", "order": 2}]}
        bring_in(server, documents)
        yield server


def link(town, name):
    page = town.session().post(
        town.url + "/planning/assessments/1/raters", data={"name": name, "deed": "link"}, timeout=30)
    assert page.status_code == 200
    return re.search(r"/planning/rating/[\w-]+", page.text)[0]


def cell(driver, row, column):
    return driver.find_element(By.CSS_SELECTOR, f'[data-cell="r {row} {column}"]')


def wait_for(driver, words):
    WebDriverWait(driver, 15).until(lambda d: words in d.find_element(By.CSS_SELECTOR, "[data-state]").text)


def focused(driver):
    return driver.switch_to.active_element.get_attribute("data-cell")


def is_seen(driver):
    """Whether what has the focus is not covered by anything."""
    return driver.execute_script("""
        const box = document.activeElement.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === document.activeElement;""")


def test_a_sheet_is_filled_by_keyboard_and_stores_itself(town, browser):
    address = link(town, "Ada")
    widen(browser, 1280)
    browser.get(town.url + address + "?lang=de")
    first = cell(browser, 0, 1)
    browser.execute_script("arguments[0].focus()", first)
    assert is_seen(browser), "the bar at the bottom covers no cell that has the focus"
    first.send_keys("70", Keys.TAB)
    assert focused(browser) == "r 0 2"
    browser.switch_to.active_element.send_keys("55", Keys.ARROW_DOWN)
    assert focused(browser) == "r 1 2" and is_seen(browser)
    browser.switch_to.active_element.send_keys("12,5", Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    assert focused(browser) == "r 1 1"
    browser.switch_to.active_element.send_keys(Keys.F2)
    assert browser.switch_to.active_element.get_attribute("name") == "e.M-1.A2"
    browser.switch_to.active_element.send_keys("E2")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert focused(browser) == "r 1 1"
    wait_for(browser, "Alles gespeichert")
    browser.refresh()
    assert [cell(browser, *at).get_attribute("value") for at in [(0, 1), (0, 2), (1, 2)]] == ["70", "55", "12,5"]
    assert browser.find_element(By.NAME, "e.M-1.A2").get_attribute("value") == "E2"


def test_a_range_is_pasted_and_taken_back(town, browser):
    address = link(town, "Ben")
    browser.get(town.url + address + "?lang=de")
    browser.execute_script(PASTE, cell(browser, 0, 1), "10\t20\t30\t40\r\n50\t60,5\t70\r\n")
    wait_for(browser, "Alles gespeichert")
    values = [[cell(browser, row, column).get_attribute("value") for column in (1, 2, 3)] for row in (0, 1)]
    assert values == [["10", "20", "30"], ["50", "60,5", "70"]]
    assert "Eingefügte Werte: 6; außerhalb der Matrix, nicht eingefügt: 1" in browser.page_source
    browser.find_element(By.XPATH, "//button[contains(., 'rückgängig')]").click()
    wait_for(browser, "Alles gespeichert")
    browser.refresh()
    assert cell(browser, 0, 1).get_attribute("value") == ""


def test_a_row_is_typed_in_one_go(town, browser):
    address = link(town, "Cyd")
    browser.get(town.url + address + "?lang=de")
    assert "Eine ganze Zeile auf einmal" in browser.page_source
    first = cell(browser, 0, 0)
    browser.execute_script("arguments[0].focus()", first)
    # whoever thinks for a while between two numbers loses nothing
    first.send_keys("100 70 ")
    time.sleep(2)
    first.send_keys("55,5 40", Keys.ENTER)
    assert focused(browser) == "r 1 0"
    assert [cell(browser, 0, column).get_attribute("value") for column in range(4)] == ["100", "70", "55,5", "40"]
    # a row that is longer than the sheet, or would cover what stands there, stays where it is and is refused
    browser.switch_to.active_element.send_keys("1 2 3 4 5", Keys.ENTER)
    WebDriverWait(browser, 15).until(lambda d: cell(d, 1, 0).get_attribute("aria-invalid") == "true")
    assert cell(browser, 1, 0).get_attribute("value") == "1 2 3 4 5" and cell(browser, 1, 1).get_attribute("value") == ""
    browser.refresh()
    assert [cell(browser, 0, column).get_attribute("value") for column in range(4)] == ["100", "70", "55,5", "40"]


def test_a_row_is_typed_in_one_go_without_the_script(town):
    address = link(town, "Dot")

    def sent(**cells):
        return requests.post(town.url + address, data={"base": "{}", **cells}, timeout=30)

    def stored():
        page = requests.get(town.url + address + "?lang=de", timeout=30).text
        return [(re.search(rf'name="{name}" value="([^"]*)"', page) or ["", ""])[1]
                for name in ("p.A1", "v.M-1.A1", "v.M-2.A1", "v.M-3.A1")]

    empty = {"v.M-1.A1": "", "v.M-2.A1": "", "v.M-3.A1": ""}
    assert sent(**{"p.A1": "100 70 55,5", **empty}).status_code == 200
    assert stored() == ["100", "70", "55,5", ""]
    # what stands there is not covered, what is too long not cut
    assert sent(**{"v.M-1.A1": "1 2"}).status_code == 422
    assert sent(**{"v.M-3.A1": "1 2"}).status_code == 422
    assert sent(**{"v.M-3.A1": "1 500"}).status_code == 422
    assert stored() == ["100", "70", "55,5", ""]


def test_what_does_not_fit_is_told_and_what_is_typed_stays(town, browser):
    address = link(town, "Cem")
    browser.get(town.url + address + "?lang=de")
    cell(browser, 0, 1).send_keys("500")
    cell(browser, 0, 2).send_keys("50")
    WebDriverWait(browser, 15).until(lambda d: cell(d, 0, 1).get_attribute("aria-invalid") == "true")
    assert "von 0 bis 100" in browser.page_source and cell(browser, 0, 1).get_attribute("value") == "500"
    assert "50" in requests.get(town.url + address, timeout=30).text
    # a second window of the same person
    base = "{\"v.M-2.A1\":50}"
    other = requests.post(town.url + address, data={"base": base, "v.M-2.A1": "51"}, timeout=30, allow_redirects=False)
    assert other.status_code == 303
    cell(browser, 0, 2).clear()
    cell(browser, 0, 2).send_keys("52")
    WebDriverWait(browser, 15).until(lambda d: "Inzwischen steht hier: 51" in d.page_source)
    assert cell(browser, 0, 2).get_attribute("value") == "52"
    press(browser, "[data-matrix] button[type=submit]")
    assert "Inzwischen" not in browser.page_source
    assert cell(browser, 0, 2).get_attribute("value") == "52" and cell(browser, 0, 1).get_attribute("value") == "500"


def test_a_lost_connection_loses_nothing(town, browser):
    address = link(town, "Dia")
    browser.get(town.url + address + "?lang=de")
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd(
        "Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    try:
        cell(browser, 0, 1).send_keys("33")
        wait_for(browser, "keine Verbindung")
    finally:
        browser.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})
    wait_for(browser, "Alles gespeichert")
    assert 'value="33"' in requests.get(town.url + address, timeout=30).text


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sheet_is_accessible_and_fits(town, browser, language, width):
    address = link(town, f"Eve {language} {width} {time.time()}")
    assert faults_of(browser, town, [address], language, width) == []


def test_who_plans_sees_how_much_and_not_what(town, browser):
    address = link(town, "Fay")
    requests.post(town.url + address, data={"base": "{}", "v.M-1.A1": "77", "n.M-1.A1": "unter uns"}, timeout=30)
    session = town.session()
    page = session.get(town.url + "/planning/assessments/1/matrix?lang=de", timeout=30).text
    assert "Fay" in page and "1 von 6" in page and "unter uns" not in page and 'value="77"' not in page
    assert "unter uns" not in session.get(town.url + "/planning/export.json", timeout=30).text
    refused = session.post(town.url + "/planning/assessments/1/end", data={}, timeout=60)
    assert refused.status_code == 422 and requests.get(town.url + address, timeout=30).status_code == 200
    ended = session.post(town.url + "/planning/assessments/1/end", data={"sure": "1"}, timeout=60)
    assert ended.status_code == 200 and "unter uns" in ended.text
    closed = session.get(town.url + "/planning/assessments/1/matrix?lang=de", timeout=30).text
    assert "Diese Bewertung ist beendet" in closed and 'value="link"' not in closed
    gone = requests.get(town.url + address, headers={"Accept": "text/html", "Accept-Language": "de"}, timeout=30)
    assert gone.status_code == 404 and "Bewertung ist beendet" in gone.text
