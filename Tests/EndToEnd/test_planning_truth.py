# SPDX-License-Identifier: EUPL-1.2
"""A council reads only what is true: the same numbers for everybody, and sentences that say what their tables say."""
import html
import json
import re

import pytest
import requests

from conftest import running
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)
from test_planning_decision import PASSING, TIME

SECRET = "GEHEIM"


def plan():
    """Measures and a portfolio are public; need, goal, indicator, solution, assessment and town are not."""
    def measure(title, once, saved=None, **more):
        lines = [{"name": "Umbau", "kind": "goods", "phase": "procurement", "amount": once * 100},
                 {"name": "Wartung", "kind": "goods", "phase": "operation", "amount": 270500}]
        if saved:
            lines.append({"name": "Strom", "kind": "saving", "amount": saved * 100})
        return {"title": title, "needs": ["B-1"], "goals": ["Z-1"], "indicators": ["K-1"], "solution": "L-1",
                "personalData": False, "operator": "Stadtwerke", "startYear": 2027, "costLines": lines,
                "staff": [{"skill": "IT", "fullTimeEquivalents": 0, "grossPerYear": 100}], **more}
    return {
        "O-1": (False, {"title": SECRET + " O", "priceRise": 0, "payRise": 0, "overheadRate": 0, "workplaceFlatRate": 0,
                        "rates": [{"from": "2026-01-01", "rate": 0.05, "source": SECRET + " Erlass"}]}),
        "B-1": (False, {"title": SECRET + " B", "description": SECRET, "severity": "4", "groups": ["cyclists"],
                        "costOfInaction": 6200000, "department": SECRET}),
        "B-2": (True, {"title": "Zu wenig Bänke", "severity": "2"}),
        "Z-1": (False, {"title": SECRET + " Z", "charta": ["C1"], "needs": ["B-1"], "councilDecision": SECRET}),
        "K-1": (False, {"title": SECRET + " K", "goals": ["Z-1"], "needs": ["B-1"], "unit": SECRET, "source": "manual",
                        "values": [{"date": "2026-01-01", "value": 987654}]}),
        "L-1": (False, {"title": SECRET + " L", **PASSING, "capabilities": [SECRET], "interfaces": [SECRET]}),
        "M-1": (True, measure("Licht", 52500, 6900)),
        "M-2": (True, measure("Heizung", 26000)),
        "M-3": (True, measure("Dach", 0)),
        "M-4": (False, measure(SECRET + " M", 5000)),
        "W-1": (False, {"title": SECRET + " W", "candidates": ["M-1", "M-2", "M-3", "M-4"], "weighting": "order",
                        "criteria": [{"criterion": "A1", "order": 1}],
                        "ratings": [{"candidate": code, "criterion": "A1", "value": value, "note": SECRET}
                                    for code, value in [("M-1", 80), ("M-2", 30), ("M-3", 20), ("M-4", 40)]]}),
        "W-2": (True, {"title": "Was hilft?", "candidates": ["M-1", "M-2", "M-4"], "weighting": "swing",
                       "criteria": [{"criterion": "A1", "order": 2}, {"criterion": "A2", "order": 1}],
                       "weights": [{"assessor": "Ada", "criterion": "A1", "points": 100},
                                   {"assessor": "Ada", "criterion": "A2", "points": 40}],
                       "ratings": [{"candidate": code, "criterion": criterion, "value": value}
                                   for code, *values in [("M-1", 70, 40), ("M-2", 60, 70), ("M-4", 20, 20)]
                                   for criterion, value in zip(["A1", "A2"], values)]}),
        "P-1": (True, {"title": "Haushalt 2027", "measures": ["M-1", "M-2", "M-3", "M-4"], "assessment": "W-1",
                       "firstYear": 2027, "limits": [{"kind": "investment", "money": 3500000, "year": 2027}],
                       "coverage": [{"goal": "Z-1", "minimum": 1}]}),
        "S-1": (False, {"title": SECRET + " S", "kind": "system", "capabilities": [SECRET], "formats": [SECRET],
                        "rights": [{"actor": SECRET, "use": True}], "futureProof": "no"}),
        "S-2": (False, {"title": SECRET + " T", "kind": "system", "capabilities": [SECRET], "uses": [SECRET]}),
        "A-1": (False, {"title": SECRET + " A", "groups": ["cyclists"]}),
        "V-1": (False, {"title": SECRET + " V", "purpose": SECRET}),
        "R-1": (False, {"title": SECRET + " R"}),
        "J-1": (False, {"title": SECRET + " J", "text": SECRET, "due": "2026-01-01", "about": ["M-1"]}),
    }


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("truth") / "town.gpkg") as server:
        objects = [
            {"reference": code, "version": 1, "visibility": "public" if is_public else "internal", "state": "active",
             "created": TIME, "modified": TIME, "document": document}
            for code, (is_public, document) in plan().items()]
        answer = server.session().post(
            server.url + "/planning/import",
            json={"format": "allmende-planning", "formatVersion": 1, "objects": objects}, timeout=60)
        assert answer.status_code == 200, answer.text
        yield server


def words(page):
    main = page.split("<main")[1].split("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]*>", " ", main))
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " "))


def both(town, address, language="de"):
    """The words of a page for people with an account and for everybody."""
    address = town.url + address + ("&" if "?" in address else "?") + "lang=" + language
    pages = [session.get(address, timeout=60) for session in (town.session(), requests.Session())]
    assert [page.status_code for page in pages] == [200, 200], address
    return [words(page.text) for page in pages]


def finding(town, address, language="de"):
    address = town.url + address + ("&" if "?" in address else "?") + "lang=" + language
    return [
        [html.unescape(text) for text in re.findall(r'<p class="finding">([^<]*)', session.get(address, timeout=60).text)]
        for session in (town.session(), requests.Session())]


ANALYSES = ["goals", "charta", "needs", "people", "similar", "inventory", "privacy", "rules", "journal", "staff", "checks",
            "checks?measure=M-1", "cost?measure=M-1", "assessment?assessment=W-2", "portfolio?portfolio=P-1", "cost",
            "assessment", "portfolio", "renew"]
OTHERS = ["/", "/planning", "/planning/measures", "/planning/measures/1", "/planning/measures/1/paper",
          "/planning/measures/1/paper.html", "/planning/measures/2", "/planning/portfolios/1", "/planning/assessments/2",
          "/planning/needs", "/planning/needs/2", "/planning/goals", "/planning/export.json", "/planning/export.ods",
          "/planning/measures.csv", "/planning/needs.csv", "/planning/assets", "/planning/submit"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_word_of_what_is_not_public_leaks(town, language):
    for address in ["/planning/analysis/" + name for name in ANALYSES] + OTHERS:
        page = requests.get(town.url + address, params={"lang": language}, timeout=60)
        assert page.status_code == 200, address
        assert SECRET.encode() not in page.content and b"987654" not in page.content, address
        for link in set(re.findall(rb'href="(/planning/[a-z]+/[0-9]+)"', page.content)):
            assert requests.get(town.url + link.decode(), timeout=60).status_code == 200, (address, link)
    for hidden in ["/planning/needs/1", "/planning/measures/4", "/planning/measures/4/paper", "/planning/analysis/cost?measure=M-4",
                   "/planning/analysis/checks?measure=M-4", "/planning/analysis/assessment?assessment=W-1"]:
        assert requests.get(town.url + hidden, timeout=60).status_code == 404, hidden


@pytest.mark.parametrize("language", ["de", "en"])
def test_everybody_reads_the_same_findings(town, language):
    for name in ["needs", "checks?measure=M-1", "cost?measure=M-1", "assessment?assessment=W-2", "portfolio?portfolio=P-1",
                 "inventory", "staff"]:
        known, everybody = finding(town, "/planning/analysis/" + name, language)
        assert known == everybody and (known or name == "staff"), (name, known, everybody)
    known, everybody = both(town, "/planning/analysis/portfolio?portfolio=P-1")
    # 35,000 in 2027: not Licht (80) for 52,500, but Heizung, Dach and the one that is not public
    assert "Am besten sind 3 von 4 Maßnahmen mit dem Wert 90,0; bewiesen unter diesen Grenzen (einmalige Kosten, 2027 höchstens 35.000 €)" in everybody
    assert "Die Maßnahme mit dem höchsten Wert in diesem Portfolio, „Licht“ (80,0), ist nicht dabei" in everybody
    assert "nicht öffentlich M-4" in everybody and "fällt durch" not in everybody
    assert "31.000 € 35.000 € 4.000 €" in everybody and "31.000 € 35.000 € 4.000 €" in known
    checks = both(town, "/planning/analysis/checks?measure=M-1")[1]
    assert "ein Bedarf ist verknüpft" in checks and "nicht öffentlich B-1" in checks
    assert "1 weitere" not in checks
    assert "Eines mehr ist mitgerechnet und nicht öffentlich." in both(town, "/planning/analysis/needs")[1]
    assert "3 more" not in both(town, "/planning/analysis/needs", "en")[0]


def test_publishing_offers_what_it_rests_on(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        session = server.session()
        for address, fields in [
            ("/planning/needs/new", {"title": "Der Radweg wird gemieden"}),
            ("/planning/goals/new", {"title": "Mehr Rad", "needs": "B-1"}),
            ("/planning/measures/new", {"title": "Poller", "needs": "B-1", "goals": "Z-1", "~visibility": "public"}),
        ]:
            assert session.post(server.url + address, data=fields, timeout=30).status_code == 200
        page = session.get(server.url + "/planning/measures/1?lang=de", timeout=30).text
        assert "Nicht öffentlich ist, worauf dies beruht" in page
        assert re.findall(r'name="publish" value="([^"]+)"', page) == ["B-1", "Z-1"]
        assert "Nicht öffentlich ist" not in requests.get(server.url + "/planning/measures/1?lang=de", timeout=30).text
        address = server.url + "/planning/measures/1/publish"
        assert requests.post(address, data={"publish": "B-1"}, timeout=30).status_code == 401
        assert session.post(address, data={"publish": "B-99"}, timeout=30).status_code == 200
        assert requests.get(server.url + "/planning/needs/1", timeout=30).status_code == 404
        assert session.post(address, data={"publish": ["B-1"]}, timeout=30).status_code == 200
        assert requests.get(server.url + "/planning/needs/1", timeout=30).status_code == 200
        assert requests.get(server.url + "/planning/goals/1", timeout=30).status_code == 404
        assert 'value="Z-1"' in session.get(server.url + "/planning/measures/1", timeout=30).text


def numbers(text):
    return set(re.findall(r"−?[0-9]+(?:[.,][0-9]+)*", text.replace("−€", "−").replace("€", "")))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_sentence_says_what_the_table_says(town, language):
    address = town.url + "/planning/analysis/cost?measure=M-1&lang=" + language
    page = requests.get(address, timeout=60).text
    sentence = words("<main>" + re.search(r'<p class="finding">([^<]*)', page)[1] + "</main>")
    table = words("<main>" + re.search(r'<table class="stack"><caption>.*?</table>', page, re.S)[0] + "</main>")
    assert numbers(sentence) <= numbers(table), numbers(sentence) - numbers(table)
    if language == "de":
        assert "Einsparungen −69.000 €" in sentence and "Im letzten Jahr (2037) sind es −4.195 €." in sentence
        assert "Der Eigenanteil bis 2037 ist 10.550 €" in sentence
    paper = both(town, "/planning/measures/1/paper", language)
    assert ("Einsparungen: −69.000 €" if language == "de" else "Savings: −€69,000") in paper[1]
    assert "Zuwendung" not in paper[1] and paper[0].count("10.550") == paper[1].count("10.550")
    assert ("Nichts tun 620.000 €" if language == "de" else "Doing nothing €620,000") in paper[1]


def test_what_makes_no_sense_is_refused(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        session = server.session()
        session.post(server.url + "/planning/measures/new", data={"title": "Poller"}, timeout=30)
        limits = {"title": "Haushalt", "measures": "M-1", "limits.0.kind": "investment", "limits.0.money": "60.000"}
        def post(address, **fields):
            answer = session.post(server.url + address + "?lang=de", data=fields, timeout=30)
            return answer.status_code, html.unescape(answer.text)
        status, page = post("/planning/portfolios/new", **limits, **{"limits.0.year": "2027"})
        assert status == 422 and "Bitte auch das erste Jahr des Portfolios angeben" in page
        status, page = post("/planning/portfolios/new", **limits, **{"limits.0.year": "2050", "firstYear": "2027"})
        assert status == 422 and "2050 liegt außerhalb der betrachteten Jahre 2027 bis 2037." in page
        status, page = post("/planning/portfolios/new", **limits, **{"limits.0.year": "zwei", "firstYear": "2027"})
        assert status == 422 and 'value="zwei"' in page
        status, page = post("/planning/portfolios/new", **limits, **{"limits.0.year": "2027", "firstYear": "2027"})
        assert status == 200 and "2027" in page and "2.027" not in page
        line = {"title": "Licht", "costLines.0.name": "Strom"}
        for fields, words_ in [
            ({"costLines.0.amount": "-500"}, "Ein Betrag ist hier nicht kleiner als null."),
            ({"costLines.0.amount": "500", "costLines.0.firstYear": "2028"}, "Bitte auch das erste Jahr der Maßnahme angeben"),
            ({"costLines.0.amount": "500", "costLines.0.firstYear": "4", "costLines.0.lastYear": "2"},
             "Das letzte Jahr liegt vor dem ersten."),
            ({"costLines.0.amount": "5", "benefit": "150"}, "Das muss zwischen 0 und 100 liegen."),
        ]:
            status, page = post("/planning/measures/new", **line, **fields)
            assert status == 422 and words_ in page, (fields, page[:500])
        # the slider's form tells what cannot be tried
        session.post(server.url + "/planning/measures/new",
                     data={**line, "costLines.0.amount": "500", "costLines.0.phase": "operation"}, timeout=30)
        page = session.get(server.url + "/planning/analysis/cost?measure=M-2&rise=50&lang=de", timeout=30).text
        assert "von −5 bis 15 % im Jahr" in page


def test_old_plans_come_in_and_are_told_what_is_wrong(tmp_path):
    """An export of an older version may hold a limit for 2050 or a rating of 150; nothing is computed from them in silence."""
    objects = {
        "B-1": {"title": "x"},
        "M-1": {"title": "Poller", "needs": ["B-1"], "startYear": 2027,
                "costLines": [{"name": "Kauf", "amount": 100, "firstYear": 2020},
                              {"name": "Strom", "amount": -5000, "phase": "operation"}]},
        "P-1": {"title": "x", "measures": ["M-1"], "limits": [{"kind": "investment", "money": 100, "year": 2050}]},
        "P-2": {"title": "y", "measures": ["M-1"], "limits": [{"kind": "investment", "money": 100, "year": 0}]},
        "W-1": {"title": "x", "candidates": ["M-1"], "criteria": [{"criterion": "A1"}],
                "ratings": [{"candidate": "M-1", "criterion": "A1", "value": 150}]},
    }
    with running(tmp_path / "town.gpkg") as server:
        session = server.session()
        answer = session.post(server.url + "/planning/import", timeout=60, json={
            "format": "allmende-planning", "formatVersion": 1,
            "objects": [{"reference": code, "created": TIME, "modified": TIME, "visibility": "public", "document": document}
                        for code, document in objects.items()]})
        assert answer.status_code == 200, answer.text

        def read(name):
            return words(session.get(server.url + "/planning/analysis/" + name + "&lang=de", timeout=60).text)
        refused = read("portfolio?portfolio=P-1")
        assert "Grenze 1 gilt für „2050“, gerechnet ist von 2027 bis 2037." in refused and "bewiesen" not in refused
        assert "einmalige Kosten, Jahr 0 höchstens 1 €" in read("portfolio?portfolio=P-2")
        cost = read("cost?measure=M-1")
        assert "nicht mitgerechnet: Kauf" in cost and "„Strom“ ist unter null eingetragen und mindert die Kosten" in cost
        assert "Werte außerhalb von 0 bis 100 zählen nicht: Zeile 1" in read("assessment?assessment=W-1")


def test_an_assessment_names_what_was_varied(town):
    german = both(town, "/planning/analysis/assessment?assessment=W-2")[1]
    assert re.search(r"„Licht“ führt in \d+ % aller Gewichtungen, die die Reihenfolge Ihrer Punkte einhalten\. "
                     r"Schwanken auch die Werte in dem, was ihre Belege offenlassen, führt „(Licht|Heizung)“ in \d+ %\.", german), german[:600]
    assert "die eingetragene Rangfolge widerspricht den Punkten" in german and "eingetragen A2 vor A1" in german
    assert "vorn in (nur Gewichte)" in german and "vorn in (Gewichte und Werte)" in german
    english = both(town, "/planning/analysis/assessment?assessment=W-2", "en")[1]
    assert "ranked A2 before A1, but with fewer points" in english


PAGES = ["/planning/analysis/" + name for name in ANALYSES] + [
    "/planning/measures/1", "/planning/measures/1/paper", "/planning/portfolios/1", "/planning/measures/new",
    "/planning/portfolios/new"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(town, browser, language, width):  # noqa: F811
    faults = faults_of(browser, town, PAGES, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
