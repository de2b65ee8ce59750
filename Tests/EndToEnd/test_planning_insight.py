# SPDX-License-Identifier: EUPL-1.2
"""Goals, people, inventory and executed checks of a plan, on both engines and in both languages."""
import json

import pytest
import requests

from conftest import running
from test_pages import RULES, axe_source, browser, widen  # noqa: F401  (browser is a fixture)


def thing(code, **document):
    at = "2026-01-02T12:00:00Z"
    return {"reference": code, "created": at, "modified": at,
            "visibility": "public", "state": "active", "document": document}


PLAN = [
    thing("B-1", title="Zu wenige Fahrradstellplätze am Bahnhof", severity="4", groups=["cyclists", "children"],
          department="Tiefbauamt"),
    thing("B-2", title="Am Bahnhof fehlen Stellplätze für Fahrräder", department="Stadtmarketing", groups=["visitors"]),
    thing("Z-1", title="Klimaneutral bis 2035", charta=["C1"], sdgs=["13"], climateAdaptation=True),
    thing("Z-2", title="Mehr Wege mit dem Rad", parent="Z-1", charta=["C3"], needs=["B-1"]),
    thing("Z-3", title="Offene Verwaltung"),
    thing("K-1", title="Abgestellte Räder", goals=["Z-2"], unit="Räder", source="manual", direction="up", target=200,
          values=[{"date": "2026-05-01", "value": 120}]),
    thing("M-1", title="Fahrradparkhaus", needs=["B-1"], goals=["Z-2"], stage="decided", department="Tiefbauamt"),
    thing("A-1", title="Fahrradclub", role="affected", groups=["cyclists"],
          involvement=[{"phase": "preparation", "form": "consult"}]),
    thing("J-1", title="Ortstermin mit der Bahn", kind="step", due="2020-01-15", about=["M-1"]),
    thing("J-2", title="Ein Bügel reicht nicht", kind="lesson", date="2026-03-01", text="Räder mit Anhänger brauchen mehr."),
]


def load(server, plan):
    session = server.session()
    exported = session.get(server.url + "/planning/export.json", timeout=30).json()
    report = session.post(server.url + "/planning/import", json={**exported, "objects": plan}, timeout=60)
    assert report.status_code == 200, report.text
    return session


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("insight") / "town.gpkg") as server:
        load(server, PLAN)
        yield server


def text(server, path, language="de", session=None):
    answer = (session or requests).get(server.url + path, params={"lang": language}, timeout=30)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
    return answer.text


def test_the_tree_of_goals_shows_how_far_they_are(town):
    page = text(town, "/planning/analysis/goals")
    assert page.index("Klimaneutral bis 2035") < page.index("Mehr Wege mit dem Rad") < page.index("Offene Verwaltung")
    assert "120" in page and "40\u202f% unter Ziel" in page
    assert "2 von 3 Zielen haben keine Kennzahl" in page
    assert "40\u202f% below target" in text(town, "/planning/analysis/goals", "en")


def test_guidelines_come_down_the_tree(town):
    page = text(town, "/planning/analysis/charta")
    assert "über ein Ziel" in page and "kein Ziel nennt sie" in page and "1 von 3 ohne jede Leitlinie" in page
    assert "through a goal" in text(town, "/planning/analysis/charta", "en")


def test_needs_without_a_measure_stand_out(town):
    page = text(town, "/planning/analysis/needs")
    assert "57\u202f% der Bedarfe haben eine Maßnahme" in page  # 4 of 4 + 3
    assert page.index("Am Bahnhof fehlen") < page.index("Zu wenige Fahrradstellplätze")


def test_missing_groups_raise_an_alarm(town):
    page = text(town, "/planning/analysis/people")
    assert "Kein Akteur steht für diese Gruppe." in page and "Kinder" in page and "Gäste" in page
    assert "nicht beteiligt in: Konzept, Entscheidung" in page
    assert "befragt" in page
    assert "not involved in: concept, decision" in text(town, "/planning/analysis/people", "en")


def test_the_journal_names_what_is_late(town):
    page = text(town, "/planning/analysis/journal")
    assert page.index("Ortstermin mit der Bahn") < page.index("Ein Bügel reicht nicht")
    assert "überfällig" in page and "15.01.2020" in page.replace("15.\u202f1.\u202f2020", "15.01.2020").replace("15. Januar 2020", "15.01.2020")
    lessons = text(town, "/planning/analysis/journal?kind=lesson")
    assert "Ortstermin" not in lessons.split('id="due"')[1].split('id="silent"')[0]


def test_departments_learn_of_each_other(town):
    assert "Stadtmarketing" in text(town, "/planning/needs/1")
    page = text(town, "/planning/analysis/similar")
    assert "Zu wenige Fahrradstellplätze" in page and "Am Bahnhof fehlen" in page


PAGES = [
    "/planning", "/planning/needs/1", "/planning/analysis/goals", "/planning/analysis/charta", "/planning/analysis/needs",
    "/planning/analysis/people", "/planning/analysis/journal", "/planning/analysis/similar",
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(town, browser, language, width):  # noqa: F811
    axe = axe_source()
    widen(browser, width)
    faults = []
    for page in PAGES:
        browser.get(town.url + page + "?lang=" + language)
        if "<h1>" not in browser.page_source or "404" in browser.title:
            faults.append((page, "has no heading", browser.title))
        browser.execute_script(axe)
        result = browser.execute_async_script(
            "axe.run(document, arguments[0]).then(arguments[arguments.length - 1])", RULES)
        for violation in result["violations"]:
            faults.append((page, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]))
        if browser.execute_script("return document.documentElement.scrollWidth") > width:
            faults.append((page, "scrolls sideways", width))
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_an_empty_plan_has_all_pages(empty_server):
    for page in PAGES:
        if page != "/planning/needs/1":
            text(empty_server, page)
