# SPDX-License-Identifier: EUPL-1.2
"""The weighing pages: from the answers of a plan to the numbers a council reads, in both languages."""
import html
import json
import re

import pytest
import requests

from conftest import running
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)

TIME = "2026-07-01T10:00:00Z"
PASSING = {
    "licence": "MIT", "hasDocumentedInterface": True, "hasFullExport": True, "dataRightsStay": True,
    "sourceAccess": True, "providers": 3, "noticeMonths": 3, "formats": ["JSON", "CSV"],
}


def plan():
    """A small plan whose results can be worked out by hand: no rises, a rate of five per cent."""
    def measure(title, investment, yearly, grants=[], **more):
        return {
            "title": title, "needs": ["B-1"], "goals": ["Z-1"], "solution": "L-1", "personalData": False,
            "operator": "Stadtwerke", "startYear": 2027, "stage": "candidate",
            "costLines": [
                {"name": "Kauf", "kind": "goods", "phase": "procurement", "amount": investment * 100},
                {"name": "Wartung", "kind": "goods", "phase": "operation", "amount": yearly * 100},
            ] + grants, **more}
    documents = {
        "O-1": {"title": "Beispielstadt", "priceRise": 0, "payRise": 0, "overheadRate": 0, "workplaceFlatRate": 0,
                "rates": [{"from": "2026-01-01", "rate": 0.05, "source": "Erlass vom 1. Januar"}]},
        "B-1": {"title": "Der Radweg wird gemieden"},
        "Z-1": {"title": "Mehr Menschen fahren Rad"},
        "L-1": {"title": "Offene Zählstelle", **PASSING},
        "L-2": {"title": "Fremder Dienst", **PASSING, "dataRightsStay": False, "sourceAccess": False},
        "M-1": measure(
            "Poller", 10000, 1000, staff=[
                {"skill": "IT", "fullTimeEquivalents": 0.5, "grossPerYear": 6000000, "isBudgetEffective": False}],
            exitLow=100000, exitLikely=200000, exitHigh=300000, exitProbability=0),
        "M-2": measure("Schutzstreifen", 40000, 500, staff=[
            {"skill": "IT", "fullTimeEquivalents": 1, "grossPerYear": 6000000}], stage="decided"),
        "M-3": measure("Zählstelle", 20000, 2000, staff=[{"skill": "Bau", "fullTimeEquivalents": 1}]),
        "M-4": {**measure("Fremder Dienst", 5000, 9000, [
            {"name": "Landesmittel", "kind": "grant", "amount": 100000, "firstYear": 0, "lastYear": 2}]), "solution": "L-2"},
        "S-1": {"title": "Alte Ampel", "kind": "infrastructure", "yearlyCost": 1000000, "costRise": 0,
                "renewalCost": 3000000, "renewedYearlyCost": 500000},
        "T-1": {"title": "IT", "posts": [{"year": 2020, "fullTimeEquivalents": 1.2}]},
        "W-1": {
            "title": "Was hilft am Radweg?", "candidates": ["M-1", "M-2", "M-3", "M-4"], "weighting": "order",
            "criteria": [{"criterion": "A1", "order": 1}, {"criterion": "A2", "order": 2}],
            "ratings": [
                {"candidate": code, "criterion": criterion, "value": value, "evidence": "E3", "assessor": "Ada",
                 "note": "gesehen"}
                for code, *values in [("M-1", 80, 50), ("M-2", 60, 90), ("M-3", 20, 30)]
                for criterion, value in zip(["A1", "A2"], values)]},
        "W-2": {
            "title": "Zwei urteilen", "candidates": ["M-1", "M-2"], "weighting": "swing",
            "criteria": [{"criterion": "A1"}, {"criterion": "A2"}],
            "weights": [{"assessor": "Ada", "criterion": "A1", "points": 100},
                        {"assessor": "Ada", "criterion": "A2", "points": 0},
                        {"assessor": "Ben", "criterion": "A1", "points": 50},
                        {"assessor": "Ben", "criterion": "A2", "points": 50}],
            "ratings": [
                {"candidate": "M-1", "criterion": "A1", "value": 100, "assessor": "Ada"},
                {"candidate": "M-1", "criterion": "A1", "value": 40, "assessor": "Ben"},
                {"candidate": "M-1", "criterion": "A2", "value": 50},
                {"candidate": "M-2", "criterion": "A1", "value": 60, "evidence": "E2"}]},
        "W-3": {"title": "Noch leer"},
        "P-1": {
            "title": "Haushalt 2027", "measures": ["M-1", "M-2", "M-3", "M-4"], "assessment": "W-1", "firstYear": 2027,
            "limits": [{"kind": "investment", "money": 4500000}], "coverage": [{"goal": "Z-1", "minimum": 1}]},
        "P-2": {"title": "Unmöglich", "measures": ["M-1"], "must": ["M-1"],
                "limits": [{"kind": "investment", "money": 100}]},
    }
    return documents


def exported(documents):
    kinds = {"O": "town", "B": "need", "Z": "goal", "L": "solution", "M": "measure", "S": "asset", "T": "staffPlan",
             "W": "assessment", "P": "portfolio", "Q": "criterion"}
    return {
        "format": "allmende-planning", "formatVersion": 1,
        "objects": [
            {"reference": code, "kind": kinds[code[0]], "version": 1, "visibility": "public", "state": "active",
             "created": TIME, "modified": TIME, "document": document}
            for code, document in documents.items()]}


def bring_in(server, documents):
    answer = server.session().post(server.url + "/planning/import", json=exported(documents), timeout=60)
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with running(tmp_path_factory.mktemp("decision") / "town.gpkg") as server:
        bring_in(server, plan())
        yield server


def read(server, address, language="de"):
    """A page as its readers see it: words and numbers, without markup, spaces of all widths alike."""
    page = server.session().get(
        server.url + address + ("&" if "?" in address else "?") + "lang=" + language, timeout=60)
    assert page.status_code == 200, page.text[:2000]
    main = page.text.split("<main")[1].split("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]*>", " ", main))
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " "))


def test_checks_say_who_must_answer(town):
    german = read(town, "/planning/analysis/checks?measure=M-1")
    # without a matrix of licences K2 holds; all else is answered
    assert "Eine Prüfung wartet auf eine Antwort: das Rechtsamt." in german
    assert "mit der eigenen Lizenz zusammengeht, ist noch nicht geprüft" in german
    assert "One check waits for an answer: the legal office." in read(
        town, "/planning/analysis/checks?measure=M-1", "en")
    assert "So geht es nicht. Nicht bestanden: K4 Datenrechte." in read(town, "/planning/analysis/checks?measure=M-4")
    everything = read(town, "/planning/analysis/checks")
    assert "4 Maßnahmen" in everything and "Poller" in everything and "Fremder Dienst" in everything
    panel = read(town, "/planning/measures/4")
    assert "Prüfungen K1–K7" in panel and "fällt durch" in panel
    assert town.session().get(town.url + "/planning/analysis/checks?measure=M-99", timeout=30).status_code == 404
    assert town.session().get(town.url + "/planning/analysis/checks?measure=B-1", timeout=30).status_code == 404


def test_cost_of_ten_years(town):
    """10,000 once, 1,000 a year and half a post of 60,000, at five per cent: 31,000 · 7.72173 + 10,000 = 249,374."""
    german = read(town, "/planning/analysis/cost?measure=M-1")
    for words in [
        "320.000 €", "249.374 €", "32.295 €", "20.000 € haushaltswirksam, ohne schon bezahltes Personal", "Erlass vom 1. Januar",
        "Bindungsindex 0 von 100", "Ein Ausstieg kostet im Mittel 2.000 €", "Beschaffung 10.000 €",
    ]:
        assert words in german, words
    assert "€249,374" in read(town, "/planning/analysis/cost?measure=M-1", "en")
    # prices up by ten per cent a year: 1,000 · (1.1^10 − 1) / 0.1 = 15,937 instead of 10,000
    assert "325.937 €" in read(town, "/planning/analysis/cost?measure=M-1&rise=10")
    assert "320.000 €" in read(town, "/planning/analysis/cost?measure=M-1&rise=viel")
    assert "Noch sind keine Kosten eingetragen" not in german
    page = requests.get(town.url + "/planning/analysis/cost?measure=M-1", timeout=30).text
    assert '<input id="rise" name="rise" type="range"' in page and 'method="get"' in page
    assert 'href="/planning/measures/1#s-cost"' in page and 'href="/planning/measures/1#s-staff"' in page
    assert page.count("<svg class=\"drawing") == 2
    granted = read(town, "/planning/analysis/cost?measure=M-4")
    assert "Bindungsindex 20 von 100" in granted and "Ab Jahr 2030 fehlt „Landesmittel“." in granted


def test_staff_against_the_staffing_plan(town):
    german = read(town, "/planning/analysis/staff")
    # one post is decided from 2028 on, half of one more is planned, 1.2 exist
    assert "„IT“: ab 2028 fehlen 0,3 Stellen, wenn alle Maßnahmen kommen." in german
    assert "„Bau“: ab 2028 fehlt 1 Stelle, wenn" in german
    assert "1,5 / 1,2" in german
    assert "0.3 posts are missing if all measures come" in read(town, "/planning/analysis/staff", "en")


def test_keep_or_renew(town):
    """30,000 now saves 5,000 a year: 5,000 · 7.72173 − 30,000 = 8,609; paid off in year 8 at five per cent."""
    german = read(town, "/planning/analysis/renew?asset=S-1")
    assert "Erneuern spart in 10 Jahren 8.609 €" in german
    assert "Erstmals ausgeglichen Jahr 8 (7,3)" in german and "Dauerhaft ausgeglichen Jahr 8 (7,3)" in german
    assert "Renewing saves €8,609 over 10 years" in read(town, "/planning/analysis/renew?asset=S-1", "en")
    chance = int(re.search(r"mit (\d+) % Wahrscheinlichkeit", german)[1])
    assert 75 <= chance <= 85


def test_assessment_leads_from_ratings_to_a_sentence(town):
    """By the order A1 before A2 the weights are 75 and 25 %: 0.75 · 80 + 0.25 · 50 = 72.5 against 67.5 and 22.5."""
    address = "/planning/analysis/assessment?assessment=W-1"
    german = read(town, address)
    share = int(re.search(r"„Poller“ führt in (\d+) % aller Gewichtungen, die Ihre Rangfolge einhalten\.", german)[1])
    # half to full weight on A1, and Poller leads above two thirds: in two thirds of them
    assert 64 <= share <= 69
    for words in [
        "1. Poller M-1 wartet bei K2 Lizenz 72,5 69,5–75,5", "2. Schutzstreifen M-2 wartet bei K2 Lizenz 67,5",
        "3. Zählstelle M-3 wartet bei K2 Lizenz 22,5",
        "Fremder Dienst M-4 : K4", "8,3 % des Gewichts", "75,0 %", "12,5",
    ]:
        assert words in german, (words, german[:3000])
    assert f"“Poller” leads in {share} % of all weightings that respect your order." in read(town, address, "en")
    page = town.session().get(town.url + address, timeout=60).text
    links = set(re.findall(r'href="#([^"]+)"', page)) - {"content"}
    assert links and all(f'id="{link}"' in page for link in links), links
    assert "r-1" in links and "made-M-1" in links
    # every run gives the same numbers
    assert read(town, address) == german


def test_assessors_differ(town):
    german = read(town, "/planning/analysis/assessment?assessment=W-2")
    assert "Ada 100,0 60,0 Ben 45,0 55,0" in german
    assert "Poller, A1" in german and "40,0–100,0" in german
    assert "eine Einstufung fehlt" in german
    assert "Noch sind keine Kriterien gewählt." in read(town, "/planning/analysis/assessment?assessment=W-3")
    assert "No criteria are chosen yet." in read(town, "/planning/analysis/assessment?assessment=W-3", "en")
    assert "Was hilft am Radweg?" in read(town, "/planning/analysis/assessment")


def test_portfolio_with_proof_and_prices(town):
    """Worth 72.5, 67.5 and 22.5 for 10,000, 40,000 and 20,000: 45,000 buys Poller and Zählstelle, 50,000 more all."""
    address = "/planning/analysis/portfolio?portfolio=P-1"
    german = read(town, address)
    for words in [
        "Am besten sind 2 von 4 Maßnahmen mit dem Wert 95,0; bewiesen", "fällt durch K4",
        "einmalige Kosten 30.000 € 45.000 € 15.000 €", "2. 72,5 −22,5 ohne Zählstelle",
        "mindestens eine Maßnahme für Mehr Menschen fahren Rad",
        # Poller is in all, Zählstelle in most choices that are not dominated
        "Kernindex",
    ]:
        assert words in german, (words, german[:3000])
    english = read(town, address, "en")
    assert "Best are 2 of 4 measures with the value 95.0; proven" in english and "fails K4" in english
    assert "Mit 50.000 € mehr für einmalige Kosten: Der Wert steigt um 67,5 auf 162,5. mit Schutzstreifen" in read(
        town, address + "&limit=0&more=50000")
    assert "Mit „Schutzstreifen“: Das kostet 27,5 an Wert; es bleiben 67,5. mit Schutzstreifen, ohne Poller, Zählstelle" in read(
        town, address + "&in=M-2")
    assert "Ohne „Poller“: Das kostet 27,5 an Wert; es bleiben 67,5." in read(town, address + "&out=M-1")
    page = town.session().get(town.url + address, timeout=60).text
    assert 'href="/planning/analysis/assessment?assessment=W-1#made-M-1"' in page
    # trying out costs calculation: only for people with an account
    open_page = requests.get(town.url + address + "&in=M-2&lang=de", timeout=60)
    assert open_page.status_code == 200 and "Was wäre, wenn?" not in open_page.text and "bewiesen" in open_page.text
    for nonsense in ["&limit=9&more=50000", "&limit=0&more=7", "&in=M-4", "&out=B-1"]:
        assert "mit dem Wert 95,0" in read(town, address + nonsense)
    assert "Keine Auswahl hält alle Regeln und Grenzen ein." in read(
        town, "/planning/analysis/portfolio?portfolio=P-2")


def test_absurd_numbers_give_pages_not_a_crash(tmp_path):
    """Whatever passes the questions' own checks must come out as a page."""
    huge = 10 ** 14
    line = {"name": "x", "phase": "operation", "amount": huge, "firstYear": -5, "lastYear": 10 ** 15}
    documents = {
        "O-1": {"title": "x", "priceRise": 10, "payRise": 10, "overheadRate": 10, "workplaceFlatRate": huge,
                "rates": [{"from": "2026-01-01", "rate": -1}]},
        "M-1": {"title": "x", "costLines": [line] * 900, "exitLow": huge, "exitLikely": huge, "exitHigh": huge,
                "exitProbability": 1, "benefit": 1e308, "synergies": [{"measure": "M-2", "benefit": 1e308, "saving": huge}],
                "staff": [{"skill": "x", "fullTimeEquivalents": 9999, "grossPerYear": huge, "firstYear": 10 ** 15}] * 50},
        "M-2": {"title": "y", "requires": ["M-1", "M-2"], "excludes": ["M-2", "M-1"], "benefit": -1e308, "startYear": 1900},
        "S-1": {"title": "x", "yearlyCost": -huge, "costRise": 10, "renewalCost": huge, "renewedYearlyCost": huge},
        "T-1": {"title": "x", "posts": [{"year": 1900, "fullTimeEquivalents": -1e308}]},
        "W-1": {"title": "x", "candidates": ["M-1", "M-2", "M-2"], "criteria": [{"criterion": "A1", "order": 1e308}],
                "weights": [{"assessor": "a", "criterion": "A1", "points": -1e308}],
                "widths": [{"evidence": "E0", "width": -1e308}],
                "ratings": [{"candidate": "M-1", "criterion": "A1", "value": 1e308}]},
        "P-1": {"title": "x", "measures": ["M-1", "M-2"], "must": ["M-1", "M-2"], "assessment": "W-1",
                "limits": [{"kind": kind, "money": huge, "posts": 1e308, "year": year}
                           for kind in ["investment", "followOn", "total", "staff"] for year in [-1e308, 1e308]],
                "firstYear": 2200},
    }
    documents = {code: {**document, "needs": ["B-1"]} if code[0] == "M" else document
                 for code, document in documents.items()}
    documents["B-1"] = {"title": "x"}
    documents["P-2"] = {**documents["P-1"], "must": [], "assessment": None}
    with running(tmp_path / "town.gpkg") as server:
        bring_in(server, documents)
        for page in ["checks?measure=M-1", "checks", "cost?measure=M-1", "cost?measure=M-1&rise=1e999", "cost?measure=M-2",
                     "staff", "renew?asset=S-1", "assessment?assessment=W-1", "portfolio?portfolio=P-1",
                     "portfolio?portfolio=P-2", "portfolio?portfolio=P-2&limit=0&more=1000000"]:
            read(server, "/planning/analysis/" + page)
        for page in ["/planning/measures/1", "/planning/measures/1/paper"]:
            read(server, page)


PAGES = [
    "/planning/analysis/portfolio", "/planning/analysis/portfolio?portfolio=P-1",
    "/planning/analysis/portfolio?portfolio=P-1&limit=0&more=50000", "/planning/analysis/portfolio?portfolio=P-2",
    "/planning/portfolios/1",
    "/planning/analysis/assessment", "/planning/analysis/assessment?assessment=W-1",
    "/planning/analysis/assessment?assessment=W-2", "/planning/analysis/assessment?assessment=W-3",
    "/planning/assessments/1",
    "/planning", "/planning/measures/1", "/planning/analysis/checks", "/planning/analysis/checks?measure=M-1",
    "/planning/analysis/cost", "/planning/analysis/cost?measure=M-1", "/planning/analysis/staff",
    "/planning/analysis/renew", "/planning/analysis/renew?asset=S-1",
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(town, browser, language, width):  # noqa: F811
    faults = faults_of(browser, town, PAGES, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
