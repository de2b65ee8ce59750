# SPDX-License-Identifier: EUPL-1.2
"""Catalogues of others: our own read by a second Allmende, CKAN in pages, hostile servers, dirty catalogues beside the official
shapes, and the pages in the browser."""
import collections
import contextlib
import http.server
import json
import re
import sqlite3
import threading
import time
import urllib.parse

import pytest
import rdflib
import requests
from rdflib.namespace import DCAT, DCTERMS, RDF
from selenium.webdriver.common.by import By

import test_catalogue
from conftest import DATA, allmende, running
from test_pages import browser, faults_of, press  # noqa: F401  (browser is a fixture)
from test_planning import PASSWORD, sign_in

CATALOGUES = DATA / "dcat-ap-de/kataloge"


@pytest.fixture
def town(tmp_path):
    """A database that has nothing yet."""
    path = tmp_path / "town.gpkg"
    allmende("user", "create", "--database", path, "--name", "Ada", "--role", "administrator", "--login", "ada", stdin=PASSWORD + "\n")
    return path


def harvest(town, catalogue, *arguments, check=True):
    return allmende("harvest", "--database", town, "--json", "--own-network", catalogue, *arguments, check=check)


def kept(town, table="harvest_record"):
    with contextlib.closing(sqlite3.connect(f"file:{town}?mode=ro", uri=True)) as database:
        return database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def records(town):
    with contextlib.closing(sqlite3.connect(f"file:{town}?mode=ro", uri=True)) as database:
        return [json.loads(row[0]) for row in database.execute("SELECT content FROM harvest_record WHERE gone_at IS NULL")]


# Our own catalogue

@pytest.mark.parametrize("form", ["ttl", "rdf", "jsonld"])
def test_a_second_allmende_has_the_same_data_sets(server, town, form):
    told = test_catalogue.graph(server.url + "/catalog.ttl")
    outcome = json.loads(harvest(town, f"{server.url}/catalog.{form}", "--name", "Nachbarstadt").stdout)
    datasets = list(told.subjects(RDF.type, DCAT.Dataset))
    assert outcome["outcome"]["added"] == outcome["datasets"] == len(datasets) > 5
    found = {record["address"]: record for record in records(town)}
    assert set(found) == {str(dataset) for dataset in datasets}
    for dataset in datasets:
        record = found[str(dataset)]
        for property, name in [(DCTERMS.title, "title"), (DCTERMS.description, "description")]:
            german = next(str(text) for text in told.objects(dataset, property) if text.language == "de")
            # blanks and lines are those of a page
            assert " ".join(record[name]["de"].split()) == " ".join(german.split()), (dataset, name)
        assert set(record.get("keywords", [])) == {str(word) for word in told.objects(dataset, DCAT.keyword)}
        themes = {str(theme).rsplit("/", 1)[1] for theme in told.objects(dataset, DCAT.theme)}
        assert set(record.get("themes", [])) == themes
        files = list(told.objects(dataset, DCAT.distribution))
        assert len(record.get("distributions", [])) == len(files)
        addresses = {str(told.value(file, DCAT.accessURL)) for file in files}
        assert {file["access"] for file in record.get("distributions", [])} == addresses
        licences = {str(told.value(file, DCTERMS.license)).removeprefix("http://dcat-ap.de/def/licenses/") for file in files}
        assert {file["licence"]["code"] for file in record.get("distributions", [])} == licences
    # what is lost has a name
    expected = {"dct:accessRights", "Distribution dcat:accessService", "dcatap:applicableLegislation",
                "Distribution dcatap:applicableLegislation", "dcatde:politicalGeocodingLevelURI", "Distribution dct:modified"}
    assert set(outcome["lost"]) <= expected, outcome["lost"]
    # a second run stores nothing
    before = [kept(town, table) for table in ("harvest_record", "harvest_run", "harvest_source", "audit_entry")]
    again = json.loads(harvest(town, f"{server.url}/catalog.{form}").stdout)["outcome"]
    assert again["unchanged"] == len(datasets) and again["added"] == again["changed"] == again["gone"] == 0
    assert [kept(town, table) for table in ("harvest_record", "harvest_run", "harvest_source", "audit_entry")][:2] == before[:2]
    assert len(kept(town, "audit_entry")) == len(before[3])


def test_nothing_is_kept_of_a_trial(server, town):
    outcome = json.loads(harvest(town, f"{server.url}/catalog.ttl", "--dry-run").stdout)
    assert outcome["outcome"]["added"] > 5 and not kept(town) and not kept(town, "harvest_source")
    text = allmende("harvest", "--database", town, "--own-network", "--dry-run", f"{server.url}/catalog.rdf").stdout
    assert re.search(r"licence\t\d+\thttp://dcat-ap.de/def/licenses/\S+\t\S+\tlisted", text), text
    assert "would be new" in text


# Other servers

class Feed(http.server.BaseHTTPRequestHandler):
    """Answers by path; counts what was asked."""

    def do_GET(self):
        self.server.asked[self.path] += 1
        status, kind, body, headers = self.server.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def feed():
    """A server whose answers a test sets: `feed.pages[path] = text` or a tuple."""
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    site.asked = collections.Counter()
    site.pages = {}
    site.url = f"http://127.0.0.1:{site.server_address[1]}"

    def answer(path):
        page = site.pages.get(path, (404, "text/plain", "nothing", {}))
        page = page(path) if callable(page) else page
        status, kind, text, headers = page if isinstance(page, tuple) else (200, "text/turtle", page, {})
        return status, kind, text.encode() if isinstance(text, str) else text, headers

    site.answer = answer
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


def turtle(*names, next=None, base="https://kreis.example"):
    lines = ["@prefix dcat: <http://www.w3.org/ns/dcat#> .", "@prefix dct: <http://purl.org/dc/terms/> ."]
    for name in names:
        lines.append(f'<{base}/d/{name}> a dcat:Dataset ; dct:title "{name}"@de ; dcat:distribution <{base}/d/{name}#f> .')
        lines.append(f'<{base}/d/{name}#f> a dcat:Distribution ; dcat:accessURL <{base}/{name}.csv> ;'
                     " dct:license <http://dcat-ap.de/def/licenses/cc-zero> .")
    if next:
        lines.append(f"<> <http://www.w3.org/ns/hydra/core#next> <{next}> .")
    return "\n".join(lines)


def test_ckan_is_read_to_its_end(feed, town):
    packages = [
        {"id": f"{number:08}-0000-4000-8000-000000000000", "name": f"satz-{number}", "title": f"Satz {number}", "state": "active",
         "private": number == 7, "license_id": "dl-de-by-2.0", "resources": [{"url": f"https://x.example/{number}.csv"}]}
        for number in range(250)]

    def search(path):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
        start, rows = int(query.get("start", ["0"])[0]), int(query.get("rows", ["10"])[0])
        result = {"count": len(packages), "results": packages[start:start + rows]}
        return 200, "application/json", json.dumps({"success": True, "result": result}), {}

    root = "/api/3/action/package_search"
    for query in ("?rows=100", "?rows=100&start=100", "?rows=100&start=200"):
        feed.pages[root + query] = search
    outcome = json.loads(harvest(town, feed.url + root).stdout)
    assert outcome["outcome"]["added"] == 249 and outcome["pages"] == 3 and outcome["findings"]["not-public"]["count"] == 1
    assert outcome["licences"] == [{"said": "dl-de-by-2.0", "code": "dl-by-de/2.0", "certainty": "named", "count": 249}]
    assert sum(feed.asked.values()) == 3


HOSTILE = {
    "html": ({"/c": (200, "text/turtle", "<!DOCTYPE html><html><body>Anmelden</body></html>", {})}, "web page"),
    "gone": ({}, "answers with 404"),
    "empty": ({"/c": ""}, "empty"),
    "nothing in it": ({"/c": "<http://a/b> <http://a/c> <http://a/d> ."}, "no data set"),
    "circle": ({"/c": turtle("a", next="/c?p=2"), "/c?p=2": turtle("b", next="/c")}, "read already"),
    "elsewhere": ({"/c": turtle("a", next="http://192.0.2.1/c")}, "another server"),
    "redirects": ({"/c": (302, "text/plain", "", {"Location": "/c"})}, "redirects too often"),
    "half": ({"/c": turtle("a", next="/c?p=2"), "/c?p=2": "@prefix x: <http://x/> . x:a x:b"}, "cannot be read"),
    "bomb": ({"/c": (200, "application/rdf+xml", '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x">'
                     + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 20}">' for n in range(6))
                     + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="http://a/b">'
                       '<x xmlns="http://x/">&g;</x></rdf:Description></rdf:RDF>', {})}, ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_catalogue_leaves_nothing(feed, town, name):
    pages, needle = HOSTILE[name]
    feed.pages.update(pages)
    answer = harvest(town, feed.url + "/c", check=False)
    assert answer.returncode == 1 and needle in answer.stderr, (answer.returncode, answer.stderr)
    assert not kept(town) and not kept(town, "harvest_source")
    assert sum(feed.asked.values()) <= 7


def test_a_feed_that_counts_on_for_ever_ends(feed, town):
    def endless(path):
        page = int(urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).get("p", ["0"])[0])
        return 200, "application/ld+json", json.dumps([
            {"@id": f"https://kreis.example/d/{page}", "@type": str(DCAT.Dataset), str(DCTERMS.title): f"Satz {page}"},
            {"@id": path, "http://www.w3.org/ns/hydra/core#next": {"@id": f"/c?p={page + 1}"}}]).encode(), {}

    feed.answer = endless
    answer = harvest(town, feed.url + "/c", check=False)
    assert answer.returncode == 1 and "no end after 1000 pages" in answer.stderr, answer.stderr
    assert not kept(town)


def test_the_own_network_is_closed(feed, town):
    feed.pages["/c"] = turtle("a")
    answer = allmende("harvest", "--database", town, feed.url + "/c", check=False)
    assert answer.returncode == 1 and "harvest-own-network" in answer.stderr and not feed.asked
    for address in ("file:///etc/passwd", "/etc", "ftp://example.org/c"):
        answer = allmende("harvest", "--database", town, address, check=False)
        assert answer.returncode == 64, (address, answer.stderr)


# Dirty catalogues

SHAPES = {
    # a message of the official shapes (2.0) by its beginning, and what our report calls it
    "bremen": {
        "KXX: dcat:Distribution: dct:title": "untitled-file", "dcat:Distribution: dcat:accessURL MUSS": "address-as-text",
        "dcat:Dataset: dcat:contactPoint MUSS": "untyped-contact", "dcat:Dataset: dct:publisher MUSS": "untyped-agent",
        "Deprecated: dct:PeriodOfTime: schema:startDate": "old-period", "dct:Location: SOLL": "place-without-shape",
        "dcat:Dataset: dct:issued MUSS": "untyped-date", "K12&13": "old-vocabulary", "KXX: dcat:Dataset: dcat:landingPage": "no-page",
        "dcat:Dataset: Ggf. MUSS dct:identifier": "no-identifier", "dcat:Dataset: Ggf. MUSS dct:modified": "no-modified",
        "K31": "unknown-licence", "K30": "no-theme", "KXX: dcat:Dataset: dcat:keyword": "no-keyword",
        "dcat:Dataset: dcat:distribution": "no-distribution"},
    "rostock": {
        "K31": "other-licence", "dcat:Dataset: dcat:contactPoint MUSS": "untyped-contact", "K12&13": "old-vocabulary",
        "KXX: dcat:Dataset: dcat:landingPage": "no-page", "dcat:Dataset: dct:publisher MUSS|dcat:Dataset: dct:creator MUSS": "untyped-agent",
        "dcat:Distribution: dct:language MUSS|dcat:Dataset: dct:language MUSS": "foreign-language"},
}


@pytest.mark.skipif(not CATALOGUES.is_dir(), reason="the dirty catalogues are not there")
@pytest.mark.parametrize("name", SHAPES)
def test_the_report_says_what_the_official_shapes_say(town, name):
    file = CATALOGUES / f"{name}-catalog-original-input.rdf"
    found = test_catalogue.results(rdflib.Graph().parse(file), "2.0")
    report = json.loads(harvest(town, file, "--dry-run").stdout)
    ours = {finding: value["count"] for finding, value in report["findings"].items()}
    for begins, finding in SHAPES[name].items():
        theirs = sum(result[1].startswith(tuple(begins.split("|"))) for result in found)
        assert theirs > 0 and ours.get(finding) == theirs, (begins, finding, theirs, ours.get(finding))
    # whatever else the shapes object to is of the catalogue itself, or a field that the report names as lost
    told = tuple(part for begins in SHAPES[name] for part in begins.split("|"))
    rest = {result[1][:60] for result in found if not result[1].startswith(told)}
    explained = ("dcat:Catalog", "The values must be data typed", "Das Objekt MUSS vom Typ xsd:date", "Deprecated: dct:PeriodOfTime: schema:endDate",
                 "dcat:Distribution: dct:license SOLL", "dcat:Distribution: dct:language", "dcat:Distribution: adms:status",
                 "spdx:Checksum")
    assert all(message.startswith(explained) for message in rest), rest
    if name == "rostock":
        assert report["lost"]["Distribution adms:status"] == 773 and report["lost"]["Distribution spdx:checksum"] == 521


@pytest.mark.skipif(not CATALOGUES.is_dir(), reason="the dirty catalogues are not there")
def test_what_is_passed_on_is_as_the_official_shapes_want_it(town):
    """Of the catalogue at which they take exception thousands of times nothing is left to object to."""
    harvest(town, CATALOGUES / "rostock-catalog-original-input.rdf", "--name", "Rostock")
    allmende("town", "set", "--database", town, "name=Kreis Musterland", "email=daten@example.org", "website=https://example.org")
    with running(town) as server:
        answer = server.session().post(f"{server.url}/admin/harvest/1", data={"deed": "pass"}, allow_redirects=False, timeout=30)
        assert answer.status_code == 303, answer.text
        for profile in ("2.0", "3.0"):
            graph = test_catalogue.graph(f"{server.url}/catalog.ttl?profile={profile}")
            assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 100
            assert len(set(graph.subjects(RDF.type, DCAT.Distribution))) == 773
            found = test_catalogue.results(graph, profile)
            assert not [result for result in found if result[0] == "Violation"], found[:10]


# In the browser

def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.3)
    raise AssertionError("it did not come to pass")


def test_an_administrator_reads_a_catalogue(feed, town, browser):
    feed.pages["/c"] = turtle("baeume", "brunnen", next="/c?p=2")
    feed.pages["/c?p=2"] = turtle("baenke")
    with running(town, "--set", "harvest-own-network=true") as server:
        sign_in(browser, server)
        browser.get(server.url + "/admin/harvest")
        browser.find_element(By.ID, "address").send_keys(feed.url + "/c")
        browser.find_element(By.ID, "name").send_keys("Kreis Musterland")
        press(browser, "form.form button[type=submit]")
        page = browser.current_url

        def read():
            browser.get(page)
            return "cc-zero" in browser.page_source

        wait_for(read)
        assert "http://dcat-ap.de/def/licenses/cc-zero" in browser.page_source
        assert "baeume" not in requests.get(server.url + "/harvested", timeout=30).text
        path = urllib.parse.urlsplit(page).path
        press(browser, "form:has(input[value=accept]) button")
        wait_for(lambda: "baenke" in requests.get(server.url + "/harvested", timeout=30).text)
        found = requests.get(server.url + "/search?q=baeume", timeout=30).text
        record = re.search(r'href="(/harvested/\d+)"', found)[1]
        # one is gone over there
        feed.pages["/c"] = turtle("brunnen", next="/c?p=2")
        browser.get(page)
        press(browser, "form:has(input[value=read]) button")
        wait_for(lambda: "baeume" not in requests.get(server.url + "/harvested", timeout=30).text)
        gone = requests.get(server.url + record, timeout=30)
        assert gone.status_code == 200 and "führt der Katalog diesen Datensatz nicht mehr" in gone.text
        # a second catalogue has the same data set
        feed.pages["/d"] = turtle("brunnen", "poller")
        browser.get(server.url + "/admin/harvest")
        browser.find_element(By.ID, "address").send_keys(feed.url + "/d")
        browser.find_element(By.ID, "name").send_keys("Stadt Musterstadt")
        press(browser, "form.form button[type=submit]")
        second = page = browser.current_url
        wait_for(read)
        press(browser, "form:has(input[value=accept]) button")
        wait_for(lambda: "poller" in requests.get(server.url + "/harvested", timeout=30).text)
        conflicts = "/admin/harvest-conflicts"
        pages = ["/admin/harvest", path, urllib.parse.urlsplit(second).path, conflicts, "/harvested", record]
        for language, width in [("de", 360), ("en", 1280)]:
            faults = faults_of(browser, server, pages, language, width)
            assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
        browser.get(server.url + conflicts + "?lang=de")
        press(browser, "tbody tr:last-child button")
        assert "gilt" in browser.find_element(By.CSS_SELECTOR, "tbody tr:last-child").text
        assert requests.get(server.url + "/harvested", timeout=30).text.count("brunnen</a>") == 1
        # what is passed on
        assert "kreis.example" not in requests.get(server.url + "/catalog.ttl", timeout=30).text
        browser.get(second)
        press(browser, "form:has(input[value=pass]) button")
        graph = test_catalogue.graph(server.url + "/catalog.ttl")
        assert {str(dataset) for dataset in graph.subjects(RDF.type, DCAT.Dataset)} >= {
            "https://kreis.example/d/brunnen", "https://kreis.example/d/poller"}
        trail = [row for row in kept(town, "audit_entry") if "harvest" in str(row)]
        assert len(trail) >= 7
