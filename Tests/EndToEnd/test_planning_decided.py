# SPDX-License-Identifier: EUPL-1.2
"""What was decided on stays; what differs now is said; an invitation opens what the paper rests on."""
import json
import re

import pytest
import requests

from conftest import running
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)

LINES = {"costLines.0.name": "Pfosten", "costLines.0.kind": "goods", "costLines.0.phase": "procurement",
         "costLines.0.amount": "48.000", "costLines.0.source": "Angebot vom 3. Mai",
         "staff.0.skill": "Bauhof", "staff.0.fullTimeEquivalents": "0,1", "staff.0.isBudgetEffective": "no"}
MEASURE = {"title": "Poller", "needs": "B-1", "goals": "Z-1", "startYear": "2027", "~visibility": "public", **LINES}
DECISION = {"title": "Poller bauen", "body": "council", "date": "1.7.2026", "outcome": "approved", "paper": "V/2026/17",
            "about": "M-1", "~visibility": "public", "~version": "0"}


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A measure that was decided on and then became dearer, with an internal goal."""
    with running(tmp_path_factory.mktemp("decided") / "town.gpkg") as server:
        session = server.session()

        def post(path, data):
            answer = session.post(server.url + path, data=data, allow_redirects=False, timeout=60)
            assert answer.status_code == 303, answer.text
        post("/planning/needs/new", {"title": "Radweg wird gemieden", "contact": "Eva Muster", "~visibility": "public"})
        post("/planning/goals/new", {"title": "Geheimes Ziel", "needs": "B-1"})
        post("/planning/measures/new", {"~version": "0", **MEASURE})
        post("/planning/decisions/new", DECISION)
        server.before = {language: session.get(
            server.url + f"/planning/decisions/1/paper.html?lang={language}", timeout=30).text for language in ["de", "en"]}
        post("/planning/measures/1/edit", {"~version": "1", **MEASURE, "costLines.0.amount": "61.500"})
        yield server


@pytest.mark.parametrize("language, old, new, further", [
    ("de", "48.000", "61.500", "Entwurf einer weiteren"), ("en", "€48,000", "€61,500", "Draft of a further")])
def test_what_was_decided_on_stays(decided, language, old, new, further):
    session, url = decided.session(), decided.url
    kept = session.get(url + f"/planning/decisions/1/paper.html?lang={language}", timeout=30).text
    assert kept == decided.before[language] and old in kept and new not in kept and "V/2026/17" in kept
    for path in ["/planning/decisions/1", "/planning/measures/1", "/planning/measures/1/paper"]:
        page = session.get(url + f"{path}?lang={language}", timeout=30).text
        assert old in page and new in page and "follows=E-1" in page, path
    assert further in session.get(url + f"/planning/measures/1/paper?lang={language}", timeout=30).text
    public = requests.get(url + f"/planning/decisions/1/paper?lang={language}", timeout=30)
    assert public.status_code == 200 and old in public.text and "Geheimes Ziel" not in public.text
    pdf = session.get(url + f"/planning/decisions/1/paper.pdf?lang={language}", timeout=60)
    assert pdf.status_code == 200 and pdf.content[:5] == b"%PDF-"
    assert session.get(url + "/planning/decisions/1/paper.odt", timeout=60).content[:2] == b"PK"


def test_an_export_carries_what_was_decided_on(decided, database):
    exported = decided.session().get(decided.url + "/planning/export.json", timeout=30)
    record = next(o for o in exported.json()["objects"] if o["reference"] == "E-1")["record"]
    assert {paper["audience"] for paper in record["papers"]} == {"staff", "everybody"}
    assert record["versions"]["M-1"] == 1 and record["amounts"][0]["investment"] == 4_800_000
    with running(database) as other:
        session = other.session()
        report = session.post(other.url + "/planning/import", data=exported.content, timeout=60,
                              headers={"Content-Type": "application/json"})
        assert report.status_code == 200, report.text
        assert session.get(other.url + "/planning/export.json", timeout=30).content == exported.content
        kept = session.get(other.url + "/planning/decisions/1/paper.html?lang=de", timeout=30).text
        assert kept.replace(other.url, "") == decided.before["de"].replace(decided.url, "")


@pytest.mark.parametrize("language, words", [
    ("de", ["Haushaltswirksame Beträge je Jahr", "Angebot vom 3. Mai", "Annahmen"]),
    ("en", ["What changes the budget, by year", "Angebot vom 3. Mai", "Assumptions"])])
def test_an_invitation_opens_what_the_paper_rests_on(decided, language, words):
    made = decided.session().post(decided.url + "/planning/measures/1/invite", data={"name": "Kämmerei"}, timeout=30)
    link = re.search(r'id="invitation">([^<]+)<', made.text)[1]
    page = requests.get(link + f"?lang={language}", timeout=30)
    assert page.status_code == 200 and all(word in page.text for word in words)
    parts = re.findall(r'href="(/planning/invited/[^"]+/[A-Z]-\d+)"', page.text)
    assert {part.rsplit("/")[-1] for part in parts} == {"M-1", "B-1", "Z-1"}
    for part in parts:
        answer = requests.get(decided.url + part, timeout=30)
        assert answer.status_code == 200 and "Eva Muster" not in answer.text
    assert requests.get(link + "/E-1", timeout=30).status_code == 404
    assert requests.get(decided.url + "/planning/goals/1", timeout=30).status_code == 404
    pdf = requests.get(link + "/paper.pdf", timeout=60)
    assert pdf.status_code == 200 and pdf.content[:5] == b"%PDF-"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(decided, browser, language, width):  # noqa: F811
    made = decided.session().post(decided.url + "/planning/measures/1/invite", data={"name": "Kämmerei"}, timeout=30)
    link = re.search(r'id="invitation">([^<]+)<', made.text)[1].removeprefix(decided.url)
    pages = ["/planning/decisions/1", "/planning/decisions/1/paper", "/planning/measures/1", "/planning/measures/1/paper",
             link, link + "/M-1", link + "/B-1"]
    browser.delete_all_cookies()
    faults = faults_of(browser, decided, pages, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
