# SPDX-License-Identifier: EUPL-1.2
"""A channel that stops is named at the import, seen on the sensor's page, judged by a person, left out, and put back."""
import datetime
import json

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from conftest import allmende, running
from test_pages import browser, faults_of, widen  # noqa: F401  (browser is a fixture)
from test_planning import PASSWORD, sign_in
from test_planning_insight import load, thing

DAYS, STOPS = 60, 50
FIRST = datetime.date(2026, 4, 1)


def counter(folder):
    """A total and two directions; nothing comes out of the second from the fiftieth day on."""
    (folder / "100020113").mkdir(parents=True)
    lines = ["Datetime,100020113 (Wolbecker Straße),101020113 (einwärts),102020113 (auswärts)"]
    for day in range(DAYS):
        date = FIRST + datetime.timedelta(days=day)
        for quarter in range(96):
            one = 0 if quarter < 20 else 12 + (quarter * 7 + day * 5) % 23
            other = 0 if quarter < 20 or day >= STOPS else 9 + (quarter * 5 + day * 3) % 19
            lines.append(f"{date} {quarter // 4:02}:{quarter % 4 * 15:02},{one + other},{one},{other}")
    (folder / "100020113" / "2026-04.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quality")
    database = folder / "town.gpkg"
    allmende("user", "create", "--database", database, "--name", "Ada", "--role", "editor", "--login", "ada",
             stdin=PASSWORD + "\n")
    report = allmende("import", "--database", database, "--mapping", "muenster-radverkehr", counter(folder / "files"))
    assert "reads zero since 21 May 2026" in report.stdout
    found = json.loads(allmende("quality", "list", "--database", database, "--json").stdout)
    assert [(one["rule"], one["series"], one["from"]) for one in found] == [("stopped", "auswärts", "2026-05-21")]
    with running(database) as server:
        server.finding = found[0]["number"]
        yield server


def series_pages(server):
    things = requests.get(server.url + "/v1.1/Things?$expand=Datastreams", timeout=30).json()["value"]
    thing = things[0]
    return {s["name"]: f"/sensors/{thing['@iot.id']}/series/{s['@iot.id']}" for s in thing["Datastreams"]}


def test_pages_are_accessible_and_fit(town, browser):  # noqa: F811
    sign_in(browser, town)
    pages = ["/quality?show=open", "/quality?show=all", f"/quality/{town.finding}", *series_pages(town).values()]
    faults = []
    for width in (360, 1280):
        for language in ("de", "en"):
            faults += faults_of(browser, town, pages, language, width)
    assert not faults, faults


def test_a_person_judges_and_takes_it_back(town, browser):  # noqa: F811
    pages = series_pages(town)
    total = town.url + pages["Wolbecker Straße"] + "?range=all&lang="
    page = requests.get(total + "en", timeout=30).text
    assert "Contains “auswärts”, which reads zero since 21 May 2026, not yet judged." in page
    assert 'class="doubtful"' in page and "left out" not in page
    values = requests.get(town.url + "/v1.1/Observations?$count=true&$top=0", timeout=30).json()["@iot.count"]

    sign_in(browser, town)
    widen(browser, 360)
    browser.get(town.url + f"/quality/{town.finding}?lang=en")
    choice = browser.find_element(By.CSS_SELECTOR, "input[value=broken]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", choice)
    choice.click()
    browser.find_element(By.ID, "reason").send_keys("cable cut")
    button = browser.find_element(By.CSS_SELECTOR, "main form.form button[type=submit]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    WebDriverWait(browser, 10).until(lambda d: "cable cut" in d.page_source and "Judgement: broken" in d.page_source)
    assert "Ada" in browser.page_source

    page = requests.get(total + "en", timeout=30).text
    assert "In this period 960 values are left out as broken." in page and 'class="left-out"' in page
    assert requests.get(town.url + "/v1.1/Observations?$count=true&$top=0", timeout=30).json()["@iot.count"] == values
    other = requests.get(town.url + pages["einwärts"] + "?range=all&lang=en", timeout=30).text
    assert "left out" not in other and "Doubtful values" not in other

    judged = requests.get(town.url + "/quality.json?show=judged", timeout=30).json()
    assert [(one["verdict"], one["reason"], one["judgedBy"]) for one in judged] == [("broken", "cable cut", "Ada")]
    trail = town.session().get(town.url + "/account/audit", timeout=30).text
    assert "judge" in trail and f"quality/{town.finding}" in trail

    # the command line takes it back, beside the server
    allmende("quality", "judge", "--database", town.database, town.finding, "open", "--reason", "it was the wrong sensor")
    page = requests.get(total + "de", timeout=30).text
    assert "noch nicht beurteilt" in page and "ausgelassen" not in page


def test_an_indicator_and_the_paper_that_cites_it_say_what_they_rest_on(town):
    number = int(series_pages(town)["Wolbecker Straße"].rsplit("/", 1)[1])
    load(town, [
        thing("Z-1", title="Mehr Wege mit dem Rad"),
        thing("K-1", title="Räder am Tag", goals=["Z-1"], source="datastream", datastream=number, aggregate="mean",
              window="month", direction="up", target=200),
        thing("M-1", title="Breiterer Radweg", goals=["Z-1"], indicators=["K-1"], stage="decided"),
    ])
    for page in ("/planning/indicators/1", "/planning/measures/1", "/planning/measures/1/paper", "/planning/analysis/goals"):
        text = requests.get(town.url + page, params={"lang": "en"}, timeout=30).text
        assert "Rests on a channel that contains “auswärts”, which reads zero since 21 May 2026, not yet judged" in text, page


def test_who_is_not_signed_in_sees_and_judges_nothing_more(town):
    page = requests.get(town.url + f"/quality/{town.finding}", timeout=30)
    assert page.status_code == 200 and "<form" not in page.text.split("<main")[1]
    answer = requests.post(
        town.url + f"/quality/{town.finding}", data={"verdict": "real", "reason": "x"}, timeout=30, allow_redirects=False)
    assert answer.status_code == 401
    cross = town.session().post(
        town.url + f"/quality/{town.finding}", data={"verdict": "real", "reason": "x"}, timeout=30,
        headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
    assert requests.get(town.url + "/quality.json", timeout=30).json()[0]["verdict"] is None
