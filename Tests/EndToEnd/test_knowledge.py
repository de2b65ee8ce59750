# SPDX-License-Identifier: EUPL-1.2
"""Knowledge: pages with search and facets, accessible in both languages; registers by command, once and with a report."""
import json

import pytest
import requests

from conftest import allmende
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)

PAGES = [
    "/knowledge", "/knowledge?q=Z%C3%A4hlstelle", "/knowledge?outcome=failed", "/knowledge?q=xqzwv",
    "/knowledge/examples/toronto-quayside", "/knowledge/examples/mayen-koblenz-datenplattform",
    "/knowledge/blocks/frost-server", "/knowledge/blocks/parksensor",
]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_accessible_and_fit(empty_server, browser, language, width):  # noqa: F811
    faults = faults_of(browser, empty_server, PAGES, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_search_finds_parts_of_words_and_failures(empty_server):
    page = requests.get(empty_server.url + "/knowledge", params={"q": "Zählstelle", "lang": "de"}, timeout=30).text
    assert "/knowledge/examples/hamburg-radzaehlnetz" in page
    failed = requests.get(empty_server.url + "/knowledge", params={"outcome": "failed", "lang": "en"}, timeout=30).text
    assert "toronto-quayside" in failed and "herrenberg-stadtnavi" not in failed
    assert requests.get(empty_server.url + "/knowledge/examples/none", timeout=30).status_code == 404
    hostile = requests.get(empty_server.url + "/knowledge", params={"q": '"><script>x'}, timeout=30).text
    assert "<script>x" not in hostile


def test_registers_come_in_once_and_fill_forms(database, tmp_path):
    folder = tmp_path / "data"
    (folder / "gemeinden-de").mkdir(parents=True)
    (folder / "gemeinden-de/gemeinden_2023_regiostar.csv").write_text(
        "ags,name,area_ha,population,tk,plz,rt7,rt3\n"
        '05515000,"Münster, Stadt",30328,320946,61,48143,72.0,city\nkaputt,X,1,1,64,1,,\n', encoding="utf-8")
    first = allmende("knowledge", "import", folder, "--database", database, "--json", check=False)
    assert first.returncode == 1
    report = json.loads(first.stdout)["files"][0]
    assert (report["rowsRead"], report["rowsStored"], report["rejections"][0]["line"]) == (2, 1, 3)
    again = allmende("knowledge", "import", folder, "--database", database, "--json", check=False)
    assert json.loads(again.stdout)["files"][0]["unchanged"]
    found = json.loads(allmende("knowledge", "search", "Zählstelle", "--database", database, "--json").stdout)
    assert found["hits"][0]["slug"] == "radverkehrszaehlstelle"
    from conftest import running
    with running(database) as server:
        answer = requests.get(server.url + "/knowledge/municipalities", params={"q": "muenster"}, timeout=30).json()
    assert [m["ags"] for m in answer["municipalities"]] == ["05515000"]
    assert answer["municipalities"][0]["state"] == "Nordrhein-Westfalen"
