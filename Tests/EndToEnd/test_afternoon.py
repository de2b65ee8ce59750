# SPDX-License-Identifier: EUPL-1.2
"""A need with three measures, assessed by two people, portfolio and paper, in a browser: what a person types, chooses and loads."""
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from conftest import allmende, running
from test_pages import browser, gone, widen  # noqa: F401  (browser is a fixture)
from test_planning import PASSWORD, sign_in


@pytest.fixture(scope="module")
def town(demo_copy, tmp_path_factory):
    database = demo_copy(tmp_path_factory.mktemp("afternoon") / "town.gpkg")
    allmende("user", "create", "--database", database, "--name", "Ada", "--role", "editor", "--login", "ada", stdin=PASSWORD + "\n")
    with running(database) as server:
        yield server


class Afternoon:
    """Somebody who fills in what a page asks: each field typed into, each box or list, each page is counted."""

    def __init__(self, driver):
        self.driver = driver
        self.typed, self.chosen, self.pages = [], [], []

    def open(self, address):
        self.driver.get(address)
        self.pages.append(self.driver.current_url)

    def leave(self, selector, by=By.CSS_SELECTOR):
        page = self.driver.find_element(By.TAG_NAME, "html")
        element = self.driver.find_element(by, selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        WebDriverWait(self.driver, 60).until(gone(page))
        self.pages.append(self.driver.current_url)

    def type(self, name, text):
        element = self.driver.find_element(By.ID, name)
        element.clear()
        element.send_keys(text)
        self.typed.append(name)

    def choose(self, name, value):
        Select(self.driver.find_element(By.ID, name)).select_by_value(value)
        self.chosen.append(name)

    def tick(self, selector):
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        for details in element.find_elements(By.XPATH, "ancestor::details[not(@open)]"):
            details.find_element(By.TAG_NAME, "summary").click()
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.chosen.append(selector)

    def rate(self, rows):
        """The whole sheet, a row in one go each."""
        first = self.driver.find_element(By.CSS_SELECTOR, '[data-cell="r 0 0"]')
        self.driver.execute_script("arguments[0].focus()", first)
        for row in rows:
            self.driver.switch_to.active_element.send_keys(row, Keys.ENTER)
            self.typed.append(row)
        self.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
        WebDriverWait(self.driver, 20).until(
            lambda d: "Alles gespeichert" in d.find_element(By.CSS_SELECTOR, "[data-state]").text)


def test_from_a_need_to_a_paper_on_three_measures_that_two_people_rated(town, browser):  # noqa: F811
    widen(browser, 1280)
    sign_in(browser, town)
    walk = Afternoon(browser)
    walk.open(town.url + "/planning?lang=de")
    walk.leave("a.button.large")
    for name, text in [
        ("title", "An der Kreuzung vor der Schule wird es eng"), ("place", "54,311 7,626"), ("district", "Nord"),
        ("description", "Morgens kommen Eltern, Busse und Kinder zugleich."), ("evidence", "Zählung der Schule"),
        ("department", "Ordnungsamt"),
    ]:
        walk.type(name, text)
    walk.tick("input[name=groups][value=children]")
    walk.choose("severity", "3")
    walk.leave("main form button.large")
    need = re.search(r"need=(B-\d+)", browser.current_url)[1]

    series = Select(browser.find_element(By.ID, "datastream"))
    walk.choose("datastream", series.options[1].get_attribute("value"))
    for name, index in [("aggregate", 2), ("window", 3), ("direction", 1)]:
        walk.choose(name, Select(browser.find_element(By.ID, name)).options[index].get_attribute("value"))
    walk.type("target", "12.500")
    walk.type("targetDate", "31.12.2028")
    walk.type("targetSource", "Radverkehrskonzept 2025")
    walk.leave("main form button.large")
    walk.tick("input[name=examples]")
    walk.leave("main form button.large")

    walk.type("idea", "Zebrastreifen\nTempo 30\nElternhaltestelle")
    walk.leave("main form button.large")
    measures = sorted(
        {int(number) for number in re.findall(r"measure=M-(\d+)", browser.page_source)}, reverse=True)[:3]
    for turn, measure in enumerate(reversed(measures)):
        if turn > 0:
            walk.open(town.url + f"/planning/start/5?need={need}")
        walk.leave(f"a.button[href$='measure=M-{measure}']")
        walk.choose("usesTechnology", "no")
        for line, amount in [(0, 3000 + turn), (1, 20000 * (turn + 1)), (2, 1500)]:
            walk.type(f"costLines.{line}.amount", str(amount))
        walk.type("staff.0.fullTimeEquivalents", "0,1")
        if turn == 0:
            walk.choose("operatorModel", "own")
            walk.type("operator", "Ordnungsamt")
            walk.type("startYear", "2027")
        else:
            assert browser.find_element(By.ID, "operator").get_attribute("value") == "Ordnungsamt"
            assert browser.find_element(By.ID, "startYear").get_attribute("value") == "2027"
        walk.leave("main form button.large")
    walk.type("proposal", "Der Rat beschließt den Zebrastreifen.")
    walk.leave("main form button.large")

    walk.open(town.url + f"/planning/needs/{need.removeprefix('B-')}")
    walk.leave("a[href*='/planning/assessments/new?candidates']")
    assert browser.find_element(By.ID, "title").get_attribute("value"), "the title is carried over"
    for criterion in ["A1", "A2", "C1"]:
        walk.tick(f"input[name='criteria~ticked'][value='{criterion}']")
    walk.leave("main form.form button[type=submit]:not(.quiet):not(.hidden)")
    walk.leave("a[href$='/matrix']")
    matrix = browser.current_url
    walk.type("rater", "Ben")
    walk.leave("button[name=deed][value=link]")
    link = browser.find_element(By.ID, "invitation").text
    walk.open(matrix)
    walk.leave("button[name=deed][value=own]")
    walk.rate(["100 70 55 40", "60 20 80 50", "30 90 10 60"])
    walk.open(link)
    walk.rate(["80 60 65 30", "100 30 70 40", "20 80 20 50"])
    walk.open(matrix)
    assert browser.page_source.count("9 von 9") == 2
    walk.tick("input[name=sure]")
    walk.leave("form[action$='/end'] button")
    walk.leave("a[href*='/planning/portfolios/new?assessment']")
    walk.choose("limits.0.kind", "ownShare")
    walk.type("limits.0.money", "300.000")
    walk.leave("main form.form button[type=submit]:not(.quiet):not(.hidden)")
    walk.leave("a[href*='/planning/analysis/portfolio']")
    assert "bewiesen" in browser.find_element(By.CSS_SELECTOR, ".finding").text
    assert "Eigenanteil aller Jahre" in browser.page_source
    walk.leave("section[aria-labelledby=papers] a")
    assert "Beschlussvorschlag" in browser.page_source and "2 Stellen oder Personen" in browser.page_source
    assert "der Zielwert kommt aus: Radverkehrskonzept 2025" in browser.page_source
    walk.open(link)
    assert browser.find_element(By.TAG_NAME, "h1").text == "Dieser Link gilt nicht mehr"

    fields = len(walk.typed) + len(walk.chosen)
    print(f"\n{len(walk.pages)} pages, {len(walk.typed)} fields typed, {len(walk.chosen)} chosen")
    assert fields <= 55, (fields, walk.typed, walk.chosen)
    assert len(walk.pages) <= 45, walk.pages
