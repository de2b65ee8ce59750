# SPDX-License-Identifier: EUPL-1.2
"""Planning: the seven steps walked in a browser, forms that lose nothing, two people at once, the public, export and import."""
import html
import json
import os
import pathlib
import re

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from conftest import allmende, running
from test_pages import browser, faults_of, gone, widen  # noqa: F401  (browser is a fixture)

PASSWORD = "Promenade-1648-Friede"


@pytest.fixture(scope="module")
def town(demo_copy, tmp_path_factory):
    """The fictional town with an editor, apart from the one that other tests read."""
    database = demo_copy(tmp_path_factory.mktemp("planning") / "town.gpkg")
    allmende("user", "create", "--database", database, "--name", "Ada", "--role", "editor", "--login", "ada", stdin=PASSWORD + "\n")
    with running(database) as server:
        yield server


def sign_in(driver, server):
    driver.delete_all_cookies()
    driver.get(server.url + "/login")
    driver.find_element(By.ID, "login").send_keys("ada")
    driver.find_element(By.ID, "password").send_keys(PASSWORD)
    driver.find_element(By.CSS_SELECTOR, "form.form button[type=submit]").click()
    WebDriverWait(driver, 10).until(lambda d: "Ada" in d.page_source)


class Walk:
    """Counts what a person does: each click, each field typed into, each choice."""

    def __init__(self, driver):
        self.driver = driver
        self.actions = 0
        self.required = 0
        self.log = []

    def note(self, text):
        self.actions += 1
        self.log.append(f"{self.actions:2}. {text}")

    def page(self):
        self.required += len(self.driver.find_elements(By.CSS_SELECTOR, "main [required]"))

    def click(self, selector):
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        label = element.text or element.find_element(By.XPATH, "..").text or element.get_attribute("value") or selector
        self.note(f"click “{label.strip().splitlines()[0]}”")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def submit(self):
        address = self.driver.current_url
        self.click("main form button.large")
        WebDriverWait(self.driver, 10).until(lambda d: d.current_url != address)
        self.page()

    def type(self, name, text):
        self.note(f"type “{text}”")
        element = self.driver.find_element(By.ID, name)
        element.clear()
        element.send_keys(text)

    def choose(self, name, index):
        select = Select(self.driver.find_element(By.ID, name))
        self.note(f"choose “{select.options[index].text}”")
        select.select_by_index(index)


def test_the_demonstration_shows_what_a_decision_was_made_on(town):
    page = requests.get(town.url + "/planning/decisions/1?lang=de", timeout=60)
    assert page.status_code == 200 and "nichts festgehalten" not in page.text and "Worauf die Vorlage beruhte" in page.text
    for language, words in [("de", "Beschlussvorschlag"), ("en", "Proposed decision")]:
        paper = requests.get(town.url + f"/planning/decisions/1/paper?lang={language}", timeout=60)
        assert paper.status_code == 200 and words in paper.text


def test_from_a_need_to_a_draft_paper(town, browser):  # noqa: F811
    """At most 15 required fields and 40 actions; the draft names its gaps and comes as PDF."""
    widen(browser, 1280)
    sign_in(browser, town)
    walk = Walk(browser)
    browser.get(town.url + "/planning?lang=de")
    walk.page()
    walk.click("a.button.large")
    # 1 town: it is known already; somebody looks at it and adds a system
    walk.click(".steps-bar a")
    walk.page()
    walk.type("population", "20.500")
    walk.click("input[name=systems][value=participation]")
    walk.submit()
    # 2 need
    walk.type("title", "Der Radweg an der Promenade wird gemieden")
    walk.type("place", "54,311 7,626")
    walk.click("input[name=groups][value=cyclists]")
    walk.choose("severity", 3)
    walk.type("evidence", "Beschwerden und Zählungen")
    walk.submit()
    need = re.search(r"need=(B-\d+)", browser.current_url)[1]
    # 3 goal and indicator: the goal is suggested
    walk.choose("datastream", 1)
    walk.choose("aggregate", 2)
    walk.choose("window", 3)
    walk.choose("direction", 1)
    walk.type("target", "12.500")
    walk.submit()
    assert need != "B-1"
    # 4 examples
    walk.click("input[name=examples]")
    walk.submit()
    # 5 measures
    walk.click("input[name=blocks]")
    walk.type("idea", "Poller gegen parkende Autos")
    address = browser.current_url
    walk.click("main form button.large")
    WebDriverWait(browser, 10).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".lights"))
    walk.page()
    assert "K1" in browser.page_source and "wartet" in browser.page_source and address == browser.current_url
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "a.button[href*='start/6']")]
    measure = max(int(re.search(r"measure=M-(\d+)", link)[1]) for link in links)
    walk.click(f"a.button[href$='measure=M-{measure}']")
    walk.page()
    # 6 cost: the usual lines stand there as assumptions
    assert "ihre Beträge sind Annahmen" in browser.page_source
    walk.type("operator", "Tiefbauamt")
    # trying another price rise keeps what was typed
    amount = browser.find_element(By.ID, "costLines.1.amount")
    amount.clear()
    amount.send_keys("25.000")
    walk.click("#try")
    WebDriverWait(browser, 10).until(gone(amount))
    assert browser.find_element(By.ID, "operator").get_attribute("value") == "Tiefbauamt"
    assert browser.find_element(By.ID, "costLines.1.amount").get_attribute("value") == "25.000"
    assert "35.000" in browser.find_element(By.CSS_SELECTOR, ".finding").text
    walk.submit()
    # 7 paper
    walk.type("proposal", "Der Rat beschließt den Einbau von Pollern.")
    walk.submit()
    walk.click("section form button.quiet")
    WebDriverWait(browser, 10).until(lambda d: d.find_elements(By.ID, "invitation"))
    link = browser.find_element(By.ID, "invitation").text
    if log := os.environ.get("ALLMENDE_TEST_WALK_LOG"):
        pathlib.Path(log).write_text("\n".join(walk.log) + "\n", encoding="utf-8")
    assert walk.actions <= 40, "\n".join(walk.log)
    assert walk.required <= 15, walk.required

    session = town.session()
    draft = session.get(town.url + f"/planning/measures/{measure}/paper?lang=de", timeout=30).text
    for part in ["Beschlussvorschlag", "Finanzielle Auswirkungen", "Alternativen", "Klimawirkung", "Tiefbauamt", "gap"]:
        assert part in draft, part
    pdf = session.get(town.url + f"/planning/measures/{measure}/paper.pdf", timeout=60)
    assert pdf.status_code == 200 and pdf.content[:5] == b"%PDF-"
    odt = session.get(town.url + f"/planning/measures/{measure}/paper.odt", timeout=60)
    assert odt.status_code == 200 and odt.content[:2] == b"PK"

    # the treasurer, without an account
    assert requests.get(town.url + f"/planning/measures/{measure}/paper", timeout=30).status_code == 404
    page = requests.get(link, timeout=30)
    assert page.status_code == 200 and "Poller gegen parkende Autos" in page.text
    sent = requests.post(link, data={"text": "Woher kommen die 8.000 €?"}, timeout=30)
    assert "ist angekommen" in sent.text
    assert "Woher kommen die 8.000 €?" in session.get(town.url + f"/planning/measures/{measure}/paper", timeout=30).text
    assert requests.get(link + "x", timeout=30).status_code == 404


PAGES = [
    "/planning", "/planning/needs", "/planning/needs/1", "/planning/needs/new", "/planning/needs/1/edit",
    "/planning/needs/1/history", "/planning/needs/1/delete", "/planning/measures/new", "/planning/measures/2",
    "/planning/measures/2/paper", "/planning/solutions/1", "/planning/submit", "/planning/submit?about=B-1",
    "/planning/submitted", "/planning/import", "/planning/processing/new", "/planning/start/1",
    "/planning/start/2?need=B-1", "/planning/start/3?need=B-1", "/planning/start/4?need=B-1",
    "/planning/start/5?need=B-1", "/planning/start/6?need=B-1&measure=M-2", "/planning/start/7?need=B-1&measure=M-2",
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(town, browser, language, width):  # noqa: F811
    sign_in(browser, town)
    faults = faults_of(browser, town, PAGES, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def need(session, server, **answers):
    answer = session.post(
        server.url + "/planning/needs/new", data={"~version": "0", "~visibility": "public", **answers},
        allow_redirects=False, timeout=30)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_form_with_faults_loses_nothing(empty_server):
    session = empty_server.session()
    answer = session.post(
        empty_server.url + "/planning/measures/new?lang=de",
        data={"title": "", "description": "Viel Text", "startYear": "bald", "costLines.0.name": "Kauf",
              "costLines.0.amount": "viel", "place": "hier", "~version": "0"}, timeout=30)
    assert answer.status_code == 422
    for kept in ["Viel Text", 'value="bald"', 'value="viel"', 'value="hier"', "Kauf"]:
        assert kept in answer.text, kept
    for place in ['href="#title"', 'href="#startYear"', 'href="#costLines.0.amount"', 'href="#place"']:
        assert place in answer.text, place
    more = session.post(
        empty_server.url + "/planning/measures/new",
        data={"title": "x", "costLines.0.name": "Kauf", "costLines.0.amount": "1.250,50", "more": "costLines"}, timeout=30)
    assert "costLines.1.name" in more.text and "1.250,50" in more.text
    again = session.post(
        empty_server.url + "/planning/measures/new",
        data={"title": "x", "costLines.0.name": "Kauf", "costLines.1.name": "", "more": "costLines"}, timeout=30)
    assert "costLines.2.name" in again.text, "one more line, although one is empty"
    assert session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"] == []


def test_a_line_is_removed_and_brought_back(empty_server):
    session = empty_server.session()
    address = empty_server.url + "/planning/measures/new?lang=de"
    lines = {f"costLines.{n}.{name}": value for n, text in enumerate(["Kauf", "Wartung", "Strom"])
             for name, value in [("name", text), ("amount", str(1000 * (n + 1)))]}
    dropped = session.post(address, data={"title": "x", **lines, "drop": "costLines.1"}, timeout=30)
    assert dropped.status_code == 200 and "Zeile 2 ist entfernt" in dropped.text
    kept = dict(re.findall(r'name="(costLines\.\d\.name)"[^>]* value="([^"]*)"', dropped.text))
    assert kept == {"costLines.0.name": "Kauf", "costLines.1.name": "Strom"}
    hidden = {name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', dropped.text)[1])
              for name in ("dropped", "droppedFrom", "droppedAt")}
    left = {"costLines.0.name": "Kauf", "costLines.0.amount": "1000", "costLines.1.name": "Strom", "costLines.1.amount": "3000"}
    back = session.post(address, data={"title": "x", **left, **hidden, "undo": "1"}, timeout=30)
    assert back.status_code == 200
    names = re.findall(r'name="costLines\.\d\.name"[^>]* value="([^"]*)"', back.text)
    assert names == ["Kauf", "Wartung", "Strom"] and 'value="2.000"' in back.text
    # an empty line goes without a word, and what says no line stores as usual
    bare = session.post(address, data={"title": "x", "costLines.0.name": "", "drop": "costLines.0"}, timeout=30)
    assert bare.status_code == 200 and "ist entfernt" not in bare.text
    assert session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"] == []


def test_one_box_says_what_is_not_known_and_a_copy_starts_with_the_same_answers(empty_server):
    session = empty_server.session()
    saved = session.post(
        empty_server.url + "/planning/measures/new",
        data={"title": "Poller", "stage": "decided", "costLines.0.name": "Kauf", "costLines.0.amount": "5", "~unknown.cost": "1"},
        timeout=30)
    assert saved.status_code == 200
    document = session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"][0]["document"]
    assert document["budgetLine"] is None and document["exitLow"] is None and "operator" not in document
    assert document["costLines"][0]["name"] == "Kauf"
    page = session.get(empty_server.url + "/planning/measures/new?copy=M-1&lang=de", timeout=30).text
    assert "Poller (Kopie)" in page and 'value="Kauf"' in page and 'value="candidate" selected' in page
    template = session.get(empty_server.url + "/planning/measures/new?template=photovoltaics&lang=de", timeout=30).text
    assert "Photovoltaik auf einem Dach" in template and 'value="42.000"' in template


def test_numbers_and_days_of_both_languages(empty_server):
    session = empty_server.session()
    address = need(
        session, empty_server, title="x", due="3.12.2026", place="51,9501 7,6203")
    english = need(session, empty_server, title="y", due="3 Dec 2026", place="51.9501, 7.6203", **{"severity": "~unknown"})
    objects = session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"]
    assert objects[0]["document"]["due"] == objects[1]["document"]["due"] == "2026-12-03"
    assert objects[0]["document"]["place"] == objects[1]["document"]["place"]
    assert objects[1]["document"]["severity"] is None
    assert "noch nicht bekannt" in session.get(empty_server.url + english + "?lang=de", timeout=30).text
    assert address == "/planning/needs/1"


def test_two_people_change_the_same(empty_server):
    session = empty_server.session()
    address = empty_server.url + need(session, empty_server, title="Radweg", description="alt", district="Mitte")
    first = {"title": "Radweg", "description": "von Ada", "district": "Mitte", "~version": "1", "~visibility": "public"}
    second = {"title": "Radweg", "description": "von Ben", "district": "Süd", "~version": "1", "~visibility": "public"}
    assert session.post(address + "/edit", data=first, timeout=30).status_code == 200
    merge = session.post(address + "/edit", data=second, timeout=30)
    assert merge.status_code == 409
    assert "von Ada" in merge.text and "von Ben" in merge.text
    fields = {name: html.unescape(merge.text.split(f'name="{name}" value="')[1].split('"')[0])
              for name in ["version", "mine", "merged"]}
    done = session.post(address + "/merge", data={**fields, "choice.description": "mine"}, timeout=30)
    assert done.status_code == 200
    stored = session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"][0]
    assert stored["document"] == {"title": "Radweg", "description": "von Ben", "district": "Süd"}
    assert stored["version"] == 3
    history = session.get(address + "/history", timeout=30).text
    assert "von Ada" in history and "von Ben" in history


@pytest.mark.parametrize("language, words", [("de", "Jemand war schneller"), ("en", "Somebody was faster")])
def test_a_stale_step_overwrites_nobody(empty_server, language, words):
    session = empty_server.session()
    address = empty_server.url + need(session, empty_server, title="Radweg", evidence="alt")
    step = empty_server.url + f"/planning/start/2?need=B-1&lang={language}"
    version = re.search(r'name="~version" value="(\d+)"', session.get(step, timeout=30).text)
    fields = {"~version": version[1] if version else "", "title": "Radweg"}
    session.post(address + "/edit", data={"title": "Radweg", "evidence": "von Ben", "~version": "1"}, timeout=30)
    stale = session.post(step, data={**fields, "evidence": "von Ada"}, timeout=30)
    assert stale.status_code == 409 and words in stale.text and "von Ben" in stale.text and "von Ada" in stale.text
    stored = session.get(empty_server.url + "/planning/export.json", timeout=30).json()["objects"][0]
    assert stored["document"]["evidence"] == "von Ben" and stored["version"] == 2


def test_a_refusal_says_why_in_the_language_of_the_reader(empty_server):
    session = empty_server.session()
    address = empty_server.url + need(session, empty_server, title="Radweg")
    session.post(empty_server.url + "/planning/goals/new", data={"title": "Mehr", "needs": "B-1", "~version": "0"}, timeout=30)
    for language, words in [("de", "verweisen noch Z-1"), ("en", "is referred to by Z-1")]:
        answer = session.post(address + "/delete", data={}, timeout=30,
                              headers={"Accept": "text/html", "Accept-Language": language})
        assert answer.status_code == 409 and words in answer.text
        assert "vertippt" not in answer.text and "mistyped" not in answer.text
    problem = session.post(address + "/delete", data={}, timeout=30, headers={"Accept": "application/json"}).json()
    assert problem["status"] == 409 and "Z-1" in problem["detail"]


def test_the_public_sends_and_the_town_accepts(empty_server):
    url = empty_server.url
    sent = requests.post(
        url + "/planning/submit", data={"title": "Keine Bänke am Markt", "contact": "Eva Muster"}, timeout=30)
    assert sent.status_code == 201 and "B-1" in sent.text
    status = re.search(r'href="(http[^"]+/planning/invited/[^"]+)"', sent.text)[1]
    waiting = requests.get(status + "?lang=de", timeout=30)
    assert waiting.status_code == 200 and "wartet darauf" in waiting.text and "Eva Muster" not in waiting.text
    assert requests.post(status, data={"text": "x"}, timeout=30).status_code == 404
    assert requests.get(status + "/B-1", timeout=30).status_code == 404
    assert requests.get(url + "/planning/needs/1", timeout=30).status_code == 404
    robot = requests.post(url + "/planning/submit", data={"title": "x", "website": "http://x"}, timeout=30)
    assert robot.status_code == 400
    session = empty_server.session()
    assert "Keine Bänke am Markt" in session.get(url + "/planning/submitted", timeout=30).text
    session.post(url + "/planning/needs/1/moderate", data={"answer": "accept"}, timeout=30)
    page = requests.get(url + "/planning/needs/1", timeout=30)
    assert page.status_code == 200 and "Eva Muster" not in page.text
    accepted = requests.get(status + "?lang=en", timeout=30).text
    assert "It was accepted" in accepted and "/planning/needs/1" in accepted
    refused = requests.post(url + "/planning/submit", data={"title": "Ein Schwimmbad", "reply": "von mir"}, timeout=30)
    own = re.search(r'href="(http[^"]+/planning/invited/[^"]+)"', refused.text)[1]
    assert "von mir" not in requests.get(own, timeout=30).text
    without = session.post(url + "/planning/needs/2/moderate", data={"answer": "reject", "reply": " "}, timeout=30)
    assert without.status_code == 422 and "liest es auf seiner Statusseite" in without.text
    session.post(
        url + "/planning/needs/2/moderate", data={"answer": "reject", "reply": "Es gibt schon eines <b>"}, timeout=30)
    answered = requests.get(own + "?lang=de", timeout=30).text
    assert "Antwort der Verwaltung" in answered
    assert "Es gibt schon eines &lt;b&gt;" in answered
    comment = requests.post(
        url + "/planning/submit", data={"about": "B-1", "title": "Stimmt", "text": "<script>alert(1)</script>"}, timeout=30)
    assert comment.status_code == 201
    assert "<script>alert" not in session.get(url + "/planning/submitted", timeout=30).text
    codes = [requests.post(url + "/planning/submit", data={"title": f"Nr. {n}"}, timeout=30).status_code for n in range(12)]
    assert codes.count(429) >= 1 and codes[0] == 201
    kept = requests.post(
        url + "/planning/submit", data={"title": "Nr. 13", "description": "Mein langer Text"}, timeout=30,
        headers={"Accept-Language": "de"})
    assert kept.status_code == 429 and "Mein langer Text" in kept.text and "Nr. 13" in kept.text
    for path in ["/planning/needs/new", "/planning/needs/1/edit", "/planning/start/2", "/planning/submitted"]:
        assert requests.get(url + path, timeout=30).status_code == 401, path


def test_an_export_comes_back_the_same(town, database):
    exported = town.session().get(town.url + "/planning/export.json", timeout=30)
    assert len(exported.json()["objects"]) >= 7
    with running(database) as other:
        session = other.session()
        broken = exported.json()
        broken["objects"][0]["document"]["title"] = ""
        refused = session.post(other.url + "/planning/import", json=broken, timeout=60)
        assert refused.status_code == 422 and refused.json()["faults"][0]["pointer"].startswith("/objects/0")
        assert session.get(other.url + "/planning/export.json", timeout=30).json()["objects"] == []
        assert session.post(other.url + "/planning/import", data="{nonsense", timeout=60,
                            headers={"Content-Type": "application/json"}).status_code == 422
        report = session.post(
            other.url + "/planning/import", data=exported.content, timeout=60,
            headers={"Content-Type": "application/json"})
        assert report.status_code == 200, report.text
        assert session.get(other.url + "/planning/export.json", timeout=30).content == exported.content
        csv = session.get(other.url + "/planning/needs.csv", timeout=30)
        assert csv.headers["Content-Type"].startswith("text/csv") and "B-1" in csv.text
        assert session.get(other.url + "/planning/export.ods", timeout=30).content[:2] == b"PK"


def test_a_plan_by_command(town, database, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(allmende("plan", "export", "--database", town.database).stdout, encoding="utf-8")
    first = json.loads(allmende("plan", "import", "--database", database, "--json", file).stdout)
    assert first["stored"] >= 7 and first["faults"] == []
    again = json.loads(allmende("plan", "import", "--database", database, "--json", file).stdout)
    assert again["stored"] == 0 and again["unchanged"] == first["stored"]
    assert allmende("plan", "export", "--database", database).stdout == file.read_text(encoding="utf-8")
    broken = json.loads(file.read_text(encoding="utf-8"))
    broken["objects"][1]["document"]["title"] = "anders"
    file.write_text(json.dumps(broken), encoding="utf-8")
    refused = allmende("plan", "import", "--database", database, file, check=False)
    assert refused.returncode == 1 and "another content" in refused.stdout


def test_who_sends_something_in_is_told_by_mail_once(tmp_path):
    from test_administration import Mailbox, free_port, mail_server, mail_settings, wait_for
    mailbox, port = Mailbox(), free_port()
    with mail_server(mailbox, port), running(tmp_path / "town.gpkg", *mail_settings(port)) as server:
        address = server.url + "/planning/submit"
        data = {"title": "Keine Bänke", "notify": "eva@example.de"}
        assert 'name="notify"' in requests.get(address, timeout=30).text
        wrong = requests.post(address, data={**data, "notify": "eva@example.de, x@y.de"}, timeout=30)
        assert wrong.status_code == 422 and 'href="#notify"' in wrong.text and "Keine Bänke" in wrong.text
        # all of it is shown once more, and can be changed, before it is sent
        check = requests.post(address + "?lang=de", data={**data, "check": "1"}, timeout=30)
        assert check.status_code == 200 and "Noch ist nichts gesendet" in check.text and "eva@example.de" in check.text
        again = requests.post(address, data={**data, "change": "1"}, timeout=30)
        assert again.status_code == 200 and 'value="Keine Bänke"' in again.text and 'value="eva@example.de"' in again.text
        session = server.session()
        assert session.get(server.url + "/planning/export.json", timeout=30).json()["objects"] == []
        assert requests.post(address, data=data, timeout=30).status_code == 201
        assert "eva@example.de" not in session.get(server.url + "/planning/export.json", timeout=30).text
        session.post(server.url + "/planning/needs/1/moderate", data={"answer": "accept"}, timeout=30)
        wait_for(lambda: len(mailbox.messages) == 1)
        envelope, message, _ = mailbox.messages[0]
        text = message.get_content()
        assert envelope.rcpt_tos == ["eva@example.de"] and "B-1" in message["Subject"]
        assert "angenommen" in text and "accepted" in text and "/planning/needs/1" in text and "Bänke" not in text
