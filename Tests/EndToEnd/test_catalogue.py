# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of open data as other portals read it: the official shapes of DCAT-AP.de, rdflib, and the parser of CKAN."""
import collections
import json
import os
import pathlib
import re
import sqlite3
import subprocess

import pytest
import rdflib
import rdflib.compare
import requests
from rdflib.namespace import DCAT, DCTERMS, RDF, RDFS, SKOS
from selenium.webdriver.common.by import By

import test_pages
from conftest import DATA, ROOT, allmende, running
from test_pages import browser, press  # noqa: F401  (browser is a fixture)
from test_planning import PASSWORD, sign_in

FORMS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
SHAPES = DATA / "dcat-ap-de"
CONTRIBUTOR = "http://dcat-ap.de/def/contributors/openNRW"
HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
CKAN_PYTHON = ROOT / ".build/venv-ckan/bin/python"
rdflib.NORMALIZE_LITERALS = False


@pytest.fixture(scope="module")
def town(demo_copy, tmp_path_factory):
    """The fictional town as one that GovData knows."""
    path = demo_copy(tmp_path_factory.mktemp("catalogue") / "town.gpkg")
    allmende("user", "create", "--database", path, "--name", "Ada", "--role", "editor", "--login", "ada", stdin=PASSWORD + "\n")
    allmende("town", "set", "--database", path, "ags=05515000", f"contributor={CONTRIBUTOR}")
    with running(path) as server:
        yield server


def graph(address, form="ttl"):
    answer = requests.get(address, timeout=60)
    assert answer.status_code == 200, (address, answer.text)
    return rdflib.Graph().parse(data=answer.text, format=FORMS[form])


def datasets(server):
    return sorted(graph(server.url + "/catalog.ttl").subjects(RDF.type, DCAT.Dataset))


def vocabulary(data):
    """What the shapes have to know of each controlled value that is used: its scheme, where it is one that there is.

    Themes and licences are those of the official lists; a misspelt one gets no scheme and is a violation.
    """
    known = rdflib.Graph()
    themes = "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN".split()
    licences = set(re.findall(r'about="(http://dcat-ap.de/def/licenses/[^"]+)"', read("dcat-ap-de-licenses-open.rdf")))
    contributors = set(re.findall(r'about="(http://dcat-ap.de/def/contributors/[^"]+)"', read("dcat-ap-de-contributors.rdf")))
    assert len(licences) > 10 and CONTRIBUTOR in contributors
    types = {"file-type": DCTERMS.MediaTypeOrExtent, "frequency": DCTERMS.Frequency, "language": DCTERMS.LinguisticSystem,
             "access-right": DCTERMS.RightsStatement}
    for value in set(data.objects()):
        text = str(value)
        if not isinstance(value, rdflib.URIRef):
            continue
        known.add((value, RDF.type, RDFS.Resource))
        scheme = None
        if text.startswith("http://publications.europa.eu/resource/authority/") and text.count("/") == 6:
            scheme, code = text.rsplit("/", 1)
            if scheme.endswith("/data-theme") and code not in themes:
                continue
            if scheme.rsplit("/", 1)[1] in types:
                known.add((value, RDF.type, types[scheme.rsplit("/", 1)[1]]))
        elif text in contributors:
            scheme = "http://dcat-ap.de/def/contributors"
        elif text in licences:
            scheme = "http://dcat-ap.de/def/licenses"
            known.add((value, RDF.type, DCTERMS.LicenseDocument))
        elif text.startswith("http://data.europa.eu/bna/c_"):
            scheme = "http://data.europa.eu/bna/asd487ae75"
        elif text == "http://purl.org/adms/publishertype/LocalAuthority":
            scheme = "http://purl.org/adms/publishertype/1.0"
        elif text.startswith("http://dcat-ap.de/def/politicalGeocoding/"):
            scheme = text.rsplit("/", 1)[0]
        elif text.startswith("https://www.iana.org/assignments/media-types/"):
            known.add((value, RDF.type, DCTERMS.MediaType))
        if scheme:
            known.add((value, RDF.type, SKOS.Concept))
            known.add((value, SKOS.inScheme, rdflib.URIRef(scheme)))
            known.add((value, SKOS.prefLabel, rdflib.Literal("x", lang="de")))
    return known


def read(name):
    return (SHAPES / "beispiele" / name).read_text()


def results(data, profile):
    """What the official shapes say: severity, message, thing and property of each result."""
    import pyshacl

    shapes = rdflib.Graph()
    for file in sorted((SHAPES / f"shacl-{profile}").glob("*.ttl")):
        if "imports" not in file.name:
            shapes.parse(file)
    # those of the European profile, which the German ones of 3.0 import by address: a folder of them, named by hand
    if profile == "3.0" and os.environ.get("ALLMENDE_TEST_EUROPEAN_SHAPES"):
        for file in sorted(pathlib.Path(os.environ["ALLMENDE_TEST_EUROPEAN_SHAPES"]).glob("*.ttl")):
            shapes.parse(file)
    _, report, _ = pyshacl.validate(
        data + vocabulary(data), shacl_graph=shapes, inference="none", advanced=True, do_owl_imports=False)
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return [
        (str(report.value(result, shacl.resultSeverity)).rsplit("#", 1)[1], str(report.value(result, shacl.resultMessage)),
         str(report.value(result, shacl.focusNode)), str(report.value(result, shacl.resultPath)))
        for result in report.subjects(RDF.type, shacl.ValidationResult)]


@pytest.mark.skipif(not SHAPES.is_dir(), reason="the official shapes are not there")
@pytest.mark.parametrize("profile", ["2.0", "3.0"])
def test_the_official_shapes_find_no_violation(town, profile):
    data = graph(f"{town.url}/catalog.ttl?profile={profile}")
    assert len(set(data.subjects(RDF.type, DCAT.Dataset))) >= 8
    assert len(set(data.subjects(RDF.type, DCAT.Distribution))) >= 20
    found = results(data, profile)
    violations = [result for result in found if result[0] == "Violation"]
    assert not violations, json.dumps(violations[:20], indent=1, ensure_ascii=False)
    warnings = sorted({(result[1][:120], result[3]) for result in found if result[0] == "Warning"})
    assert not warnings, json.dumps(warnings, indent=1, ensure_ascii=False)
    # that the shapes look at all: without a publisher and with a made-up theme they object
    first = datasets(town)[0]
    data.remove((first, DCTERMS.publisher, None))
    data.add((first, DCAT.theme, rdflib.URIRef("http://publications.europa.eu/resource/authority/data-theme/TREE")))
    paths = {result[3] for result in results(data, profile) if result[0] == "Violation"}
    assert str(DCTERMS.publisher) in paths and len(paths) >= 2, paths


@pytest.mark.parametrize("profile", ["2.0", "3.0"])
def test_all_forms_say_the_same(town, profile):
    def same(address):
        ttl, rdf, jsonld = (
            # pages name themselves, each in its own form
            rdflib.compare.to_isomorphic(without_view(graph(f"{address}.{form}?profile={profile}", form))) for form in FORMS)
        assert len(ttl) > 20
        for other in (rdf, jsonld):
            assert ttl == other, [part.serialize() for part in rdflib.compare.graph_diff(ttl, other)[1:]]

    same(town.url + "/catalog")
    for dataset in datasets(town):
        same(str(dataset))


def without_view(data):
    for view in list(data.subjects(RDF.type, HYDRA.PartialCollectionView)):
        data.remove((view, None, None))
    return data


def test_what_the_catalogue_names_is_there(town):
    data = graph(town.url + "/catalog.ttl")
    catalogue = data.value(predicate=RDF.type, object=DCAT.Catalog)
    assert str(catalogue) == town.url + "/catalog"
    addresses = {str(value) for name in ["accessURL", "downloadURL", "landingPage", "endpointURL", "endpointDescription"]
                 for value in data.objects(None, DCAT[name])}
    assert len(addresses) > 40
    for address in addresses:
        with requests.get(address, timeout=60, stream=True) as answer:
            assert answer.status_code == 200, address
    for download in data.subjects(DCAT.downloadURL):
        media = str(data.value(download, DCAT.mediaType)).split("media-types/")[1]
        with requests.get(str(data.value(download, DCAT.downloadURL)), timeout=60, stream=True) as answer:
            assert answer.headers["Content-Type"].startswith(media)
    for dataset in data.objects(catalogue, DCAT.dataset):
        alone = requests.get(str(dataset), headers={"Accept": "text/turtle"}, timeout=30)
        assert alone.headers["Content-Type"].startswith("text/turtle") and "Accept" in alone.headers["Vary"]
        page = requests.get(str(dataset), headers={"Accept": "text/html"}, timeout=30)
        assert page.status_code == 200 and "/data/" in page.url


def test_a_layer_of_one_file_is_whole(town):
    data = graph(town.url + "/catalog.ttl")
    files = [str(file) for file in data.objects(None, DCAT.downloadURL) if "/ogc/" in str(file)]
    assert files
    for file in files:
        answer = requests.get(file, timeout=60).json()
        assert len(answer["features"]) == answer["numberMatched"]
        assert not [link for link in answer["links"] if link["rel"] == "next"]


def test_any_text_comes_through_each_form(tmp_path):
    database = tmp_path / "town.gpkg"
    with running(database):
        pass
    texts = [
        'ends with "', 'ends with ""', '"', '""', '"""', "\\", 'back\\"', "'", "'" * 3, 'two\nlines "q"', "a\r\nb\tc", "]]>", "<b>&amp;</b>",
        "{}[]", "@de", "^^", "🌳 Bäume", "\u2028x", "<!--", "%20", " blanks ", "\\u0041", "\\n"]
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access, issued_at, modified_at)"
            " VALUES (?, ?, ?, ?, 'cc-zero', '[]', ?, 'public', 0, 0)",
            [(f"set-{number}", text, text, text, json.dumps([text])) for number, text in enumerate(texts)])
    with running(database, key=False) as server:
        for form in FORMS:
            data = graph(f"{server.url}/catalog.{form}", form)
            for number, text in enumerate(texts):
                subject = rdflib.URIRef(f"{server.url}/datasets/set-{number}")
                for name in [DCTERMS.title, DCTERMS.description, DCAT.keyword]:
                    assert str(data.value(subject, name)) == text, (form, name)


def test_pages_of_a_large_catalogue_follow_each_other(tmp_path):
    database = tmp_path / "town.gpkg"
    with running(database) as server:
        session = server.session()
        assert session.get(server.url + "/catalog.ttl", timeout=30).status_code == 200
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO dataset (slug, title, description, owner, licence, attributions, keywords, access, issued_at,"
            " modified_at) VALUES (?, ?, 'd', 'Amt', 'cc-zero', '[]', '[\"k\"]', 'public', 0, 0)",
            [(f"set-{number}", f"Satz {number}") for number in range(1, 251)])
    with running(database, key=False) as server:
        address, seen, pages = server.url + "/catalog.rdf?profile=2.0", [], 0
        while address:
            data = graph(address, "rdf")
            view = data.value(predicate=RDF.type, object=HYDRA.PartialCollectionView)
            assert int(data.value(view, HYDRA.totalItems)) == 250
            seen += list(data.subjects(RDF.type, DCAT.Dataset))
            following = data.value(view, HYDRA.next)
            address, pages = str(following) if following else None, pages + 1
        assert pages == 3 and len(seen) == len(set(seen)) == 250


def test_behind_a_proxy_addresses_are_those_of_the_outside(demo_copy, tmp_path):
    database = demo_copy(tmp_path / "town.gpkg")
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "daten.example.de"}
    with running(database, "--set", "trust-proxy=true", key=False) as server:
        text = requests.get(server.url + "/catalog.ttl", headers=headers, timeout=30).text
        assert "<https://daten.example.de/datasets/" in text and "127.0.0.1" not in text
    with running(database, key=False) as server:
        assert "daten.example.de" not in requests.get(server.url + "/catalog.ttl", headers=headers, timeout=30).text


def test_a_client_of_ckan_reads(town):
    import ckanapi

    portal = ckanapi.RemoteCKAN(town.url)
    names = portal.action.package_list()
    assert names == sorted(str(dataset).rsplit("/", 1)[1] for dataset in datasets(town))
    found = portal.action.package_search(q="Rad", rows=1)
    assert found["count"] >= 1 and len(found["results"]) == 1
    everything = portal.action.package_search(rows=1000, sort="name asc")
    assert [package["name"] for package in everything["results"]] == names
    tags = collections.Counter(tag["name"] for package in everything["results"] for tag in package["tags"])
    tag, count = next((tag, count) for tag, count in tags.most_common() if count < len(names))
    faceted = portal.action.package_search(fq=f'tags:"{tag}"', rows=1000, **{"facet.field": ["tags", "license_id"]})
    assert faceted["count"] == len(faceted["results"]) == count < len(names)
    assert all(tag in [one["name"] for one in package["tags"]] for package in faceted["results"])
    assert faceted["facets"]["tags"][tag] == count and sum(faceted["facets"]["license_id"].values()) == count
    rest = portal.action.package_search(fq=f'-tags:"{tag}"', rows=0)
    assert rest["count"] == len(names) - count and rest["results"] == []
    shown = portal.action.package_show(id=names[0])
    assert shown["license_id"] and shown["resources"] and shown["maintainer_email"]
    assert requests.get(shown["resources"][0]["url"], timeout=30).status_code == 200
    with pytest.raises(ckanapi.NotFound):
        portal.action.package_show(id="nichts")
    with pytest.raises(ckanapi.ValidationError):
        portal.action.package_search(rows="many")
    portal.close()


CKAN = """
import json, sys
from ckanext.dcat.processors import RDFParser
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(sys.stdin.read(), "turtle")
print(json.dumps({"next": parser.next_page(), "datasets": list(parser.datasets())}))
"""


@pytest.mark.skipif(not CKAN_PYTHON.exists(), reason="CKAN is not there; Tests/EndToEnd/ckan-requirements.txt tells how")
def test_ckan_harvests_all_that_it_can_hold(town):
    text = requests.get(town.url + "/catalog.ttl", timeout=30).text
    harvest = subprocess.run([CKAN_PYTHON, "-c", CKAN], input=text, capture_output=True, text=True, timeout=120)
    assert harvest.returncode == 0, harvest.stderr
    found = json.loads(harvest.stdout)
    data = rdflib.Graph().parse(data=text, format="turtle")
    assert len(found["datasets"]) == len(set(data.subjects(RDF.type, DCAT.Dataset)))
    for dataset in found["datasets"]:
        extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
        subject = rdflib.URIRef(extras["uri"])
        assert dataset["title"] in [str(title) for title in data.objects(subject, DCTERMS.title)]
        assert dataset["notes"] and extras["publisher_name"] and extras["contact_email"]
        themes = json.loads(extras.get("theme", "[]"))
        assert sorted(themes) == sorted(str(theme) for theme in data.objects(subject, DCAT.theme))
        assert len(dataset["tags"]) == len(set(data.objects(subject, DCAT.keyword)))
        files = set(data.objects(subject, DCAT.distribution))
        assert {resource["uri"] for resource in dataset["resources"]} == {str(file) for file in files}
        for resource in dataset["resources"]:
            assert resource["license"].startswith("http://dcat-ap.de/def/licenses/")
            assert resource["access_url"] and resource["format"] and resource["name"]
        if data.value(subject, DCTERMS.temporal):
            assert extras["temporal_start"] and extras["temporal_end"]
        if data.value(subject, DCTERMS.accrualPeriodicity):
            assert extras["frequency"] == str(data.value(subject, DCTERMS.accrualPeriodicity))


def test_the_form_in_a_browser(town, browser):
    sign_in(browser, town)
    slug = str(datasets(town)[0]).rsplit("/", 1)[1]
    address = f"/data/{slug}/description"
    for language, width in [("de", 360), ("en", 1280)]:
        faults = test_pages.faults_of(browser, town, [address, "/catalog"], language, width)
        assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
    browser.get(town.url + f"/data/{slug}?lang=de")
    press(browser, f'a[href="{address}"]')
    title = browser.find_element(By.NAME, "title")
    browser.execute_script("arguments[0].value = ''; arguments[0].form.noValidate = true", title)
    press(browser, 'button[value="save"]')
    assert browser.find_element(By.ID, "title").get_attribute("aria-invalid") == "true"
    assert browser.find_element(By.ID, "title-error").is_displayed()
    browser.find_element(By.NAME, "title").send_keys("Räder „Süd“ & mehr")
    tick = browser.find_element(By.CSS_SELECTOR, 'input[name="high-value"][value="c_b79e35eb"]')
    browser.execute_script("arguments[0].click()", tick)
    press(browser, 'button[value="preview"]')
    assert "bna/c_b79e35eb" in browser.page_source
    assert "c_b79e35eb" not in requests.get(town.url + "/catalog.ttl", timeout=30).text
    press(browser, 'button[value="save"]')
    assert "Gespeichert" in browser.find_element(By.CSS_SELECTOR, '[role="status"]').text
    text = requests.get(town.url + "/catalog.ttl", timeout=30).text
    assert "Räder „Süd“ & mehr" in text and "http://data.europa.eu/bna/c_b79e35eb" in text
    if SHAPES.is_dir():
        for profile in ["2.0", "3.0"]:
            found = results(graph(f"{town.url}/catalog.ttl?profile={profile}"), profile)
            assert not [result for result in found if result[0] == "Violation"], found
