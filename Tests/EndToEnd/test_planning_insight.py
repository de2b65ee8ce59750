# SPDX-License-Identifier: EUPL-1.2
"""Goals, people, inventory and executed checks of a plan, on both engines and in both languages."""
import contextlib
import datetime
import http.server
import json
import threading

import pytest
import requests

from conftest import running
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)


def days_ago(days):
    return (datetime.date.today() - datetime.timedelta(days=days)).isoformat()


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
          values=[{"date": days_ago(170), "value": 90}, {"date": days_ago(50), "value": 120}]),
    thing("M-1", title="Fahrradparkhaus", needs=["B-1"], goals=["Z-2"], stage="decided", department="Tiefbauamt"),
    thing("A-1", title="Fahrradclub", role="affected", groups=["cyclists"],
          involvement=[{"phase": "preparation", "form": "consult"}]),
    thing("J-1", title="Ortstermin mit der Bahn", kind="step", due="2020-01-15", about=["M-1"]),
    thing("J-2", title="Ein Bügel reicht nicht", kind="lesson", date="2026-03-01", text="Räder mit Anhänger brauchen mehr."),
    thing("S-1", title="Sensornetz", kind="sensors", department="Stadtwerke", uses=["Abfall", "Grünflächen", "ÖPNV"],
          interfaces=["MQTT"], formats=["JSON"], capabilities=["Füllstand messen"], futureProof="yes",
          openInterfaces="yes", flexibleDataModel="partly", developable="yes",
          rights=[{"actor": "Stadtwerke", "use": True, "control": True}]),
    thing("S-2", title="Altes GIS", kind="system", interfaces=["WFS"], formats=["DWG"], openInterfaces="no"),
    thing("L-1", title="Melder in der Tonne", capabilities=["füllstand messen"], interfaces=["MQTT"], licence="MIT"),
    thing("M-2", title="Leerung nach Bedarf", solution="L-1", assets=["S-1"], approach="build",
          fundingRequiresOpenSource=True, personalData=True),
    thing("V-1", title="Zählung mit Kameras", legalBasis="6-1-e", systematicMonitoring=True, largeScale=True),
    thing("R-1", title="Offene Schnittstelle", area="interfaces", check="openInterface"),
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
    assert '<tr class="gap">' in text(town, "/planning/indicators/1")
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
    assert "überfällig" in page and 'datetime="2020-01-15"' in page
    lessons = text(town, "/planning/analysis/journal?kind=lesson")
    assert "Ortstermin" not in lessons.split('id="due"')[1].split('id="silent"')[0]


def test_departments_learn_of_each_other(town):
    assert "Stadtmarketing" in text(town, "/planning/needs/1")
    page = text(town, "/planning/analysis/similar")
    assert "Zu wenige Fahrradstellplätze" in page and "Am Bahnhof fehlen" in page


def test_the_inventory_shows_what_is_shared_doubled_and_not_connected(town):
    page = text(town, "/planning/analysis/inventory")
    assert "1 von 2 werden gemeinsam genutzt" in page and 'class="stack wide"' in page and "&quot;" not in page
    assert "Füllstand messen" in page and "Adapter fehlt" in page and "Zugang geben" in page
    assert "analysis/renew?asset=S-2" in page
    assert "Adresse der Veröffentlichung fehlt" in page
    english = text(town, "/planning/analysis/inventory", "en")
    assert "There twice?" in english and "no example looked at before building" in english
    assert "Kann oder enthält dasselbe wie" in text(town, "/planning/assets/1")


def test_privacy_names_gaps_and_assessments(town):
    page = text(town, "/planning/analysis/privacy")
    assert "nötig, fehlt" in page and "Löschfrist" in page and "Leerung nach Bedarf" in page
    assert "needed, missing" in text(town, "/planning/analysis/privacy", "en")


class Answers(http.server.BaseHTTPRequestHandler):
    """A foreign system: data, a page for people, a huge export, and redirects to itself and to another name."""

    def do_GET(self):
        port = self.server.server_port
        redirects = {"/moved": "/data", "/away": f"http://localhost:{port}/data"}
        body = {"/data": b"[1]", "/page": b"<html></html>", "/huge": b"x" * (3 << 20)}.get(self.path)
        self.send_response(302 if self.path in redirects else 200 if body else 404)
        if self.path in redirects:
            self.send_header("Location", redirects[self.path])
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "application/json")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body or b"")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def foreign():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def found(session, server, reference):
    objects = session.get(server.url + "/planning/export.json", timeout=30).json()["objects"]
    solution = next(o for o in objects if o["reference"] == reference)
    return [(row["check"], row["passed"], row.get("code"), row["note"]) for row in solution["document"]["checks"]]


def test_checks_are_executed_and_stored(foreign, database):
    with running(database) as server:
        session = load(server, [
            thing("R-1", title="Offen", check="openInterface", appliesTo=["L-1"]), thing("B-1", title="x"), thing("M-1", title="Melder", solution="L-2", needs=["B-1"]),
            thing("L-1", title="Melder", interfaceAddress=foreign + "/moved", exportAddress=foreign + "/huge",
                  licence="MIT AND"),
            thing("L-2", title="Anderer Melder", interfaceAddress=foreign + "/page", exportAddress=foreign + "/away",
                  hasDocumentedInterface=True, hasFullExport=True),
        ])
        url = server.url + "/planning/solutions/1"
        assert "noch nie" in text(server, "/planning/solutions/1", session=session)
        assert requests.post(url + "/check", timeout=30).status_code == 401
        answer = session.post(url + "/check?lang=de", timeout=60)
        assert answer.status_code == 200 and "gescheitert" in answer.text and "bestanden" in answer.text
        rule = text(server, "/planning/guidelines/1", session=session).split('id="fulfilment"')[1]
        assert "die Plattform" in rule and "Erfüllt" in rule
        assert "/planning/analysis/rules" in text(server, "/planning/guidelines", session=session)
        runs = found(session, server, "L-1")
        assert [run[:3] for run in runs] == [
            ("openInterface", True, 200), ("export", True, 200), ("licence", False, None)]

        # a page for people is no interface; a redirect to another name within the own network is not followed
        assert "the check of the address failed" not in text(server, "/planning/analysis/checks?measure=M-1", "en", session)
        session.post(server.url + "/planning/solutions/2/check", timeout=60)
        runs = found(session, server, "L-2")
        assert [run[:3] for run in runs] == [("openInterface", False, 200), ("export", False, None)]
        held = text(server, "/planning/analysis/checks?measure=M-1", "en", session)
        assert "the check of the address failed" in held
        assert session.post(server.url + "/planning/measures/1/check", timeout=30).status_code == 400


def test_where_everybody_writes_nobody_looks_around_in_the_own_network(foreign, tmp_path):
    with running(tmp_path / "town.gpkg", "--open") as server:
        session = load(server, [thing("S-1", title="Melder", interfaceAddress=foreign + "/data")])
        assert requests.post(server.url + "/planning/assets/1/check", timeout=30).status_code == 200
        assert found(session, server, "S-1")[0][1:3] == (False, None)
        session.post(server.url + "/planning/assets/1/check", timeout=30)
        assert found(session, server, "S-1")[1][1:3] == (True, 200)


def test_usual_rules_are_added_once(empty_server):
    session = empty_server.session()
    url = empty_server.url + "/planning/analysis/rules"
    assert requests.post(url, timeout=30).status_code == 401
    page = session.post(url + "?lang=de", timeout=30)
    assert page.status_code == 200 and "Die Wiederherstellung ist erprobt" in page.text
    session.post(url + "?lang=en", timeout=30)
    guidelines = session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"]
    assert len(guidelines) == len({g["document"]["title"] for g in guidelines}) == 11


PAGES = [
    "/planning", "/planning/needs/1", "/planning/analysis/goals", "/planning/analysis/charta", "/planning/analysis/needs",
    "/planning/analysis/people", "/planning/analysis/journal", "/planning/analysis/similar",
    "/planning/analysis/inventory", "/planning/analysis/rules", "/planning/analysis/privacy", "/planning/assets/1",
    "/planning/solutions/1", "/planning/guidelines/1", "/planning/goals",
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(town, browser, language, width):  # noqa: F811
    faults = faults_of(browser, town, PAGES, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_an_empty_plan_has_all_pages(empty_server):
    for page in PAGES:
        if page.split("/")[-1] != "1":
            text(empty_server, page)
