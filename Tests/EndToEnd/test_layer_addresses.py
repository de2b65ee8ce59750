# SPDX-License-Identifier: EUPL-1.2
"""Layers from addresses: of our own interfaces, of a small WFS with the habits of those in the field, and of plain files."""
import contextlib
import http.server
import json
import re
import threading
import time
import urllib.parse
import zipfile

import pytest
import requests

from conftest import allmende, running

COUNT = 23


def trees(count=COUNT):
    return [{"type": "Feature", "id": f"baum.{n}", "properties": {"nr": f"{n:03}", "art": "Linde – Süd", "hoehe": n + 0.5},
             "geometry": {"type": "Point", "coordinates": [7.6 + n / 1000, 51.9]}} for n in range(1, count + 1)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A town that others read from, with two layers."""
    folder = tmp_path_factory.mktemp("source")
    path = folder / "town.gpkg"
    allmende("dataset", "set", "--database", path, "gruen", "--new", "--title", "Grün", "--owner", "Amt", "--licence",
             "cc-zero", "--access", "public")
    for name, title, count in [("baeume", "Bäume", COUNT), ("baenke", "Bänke", 2)]:
        source = folder / f"{name}.geojson"
        source.write_text(json.dumps({"type": "FeatureCollection", "features": trees(count)}))
        allmende("layer", "import", "--database", path, "--dataset", "gruen", "--name", name, "--title", title, "--key", "nr",
                 source)
    with running(path) as server:
        yield server


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "town.gpkg"
    allmende("dataset", "set", "--database", path, "gruen", "--new", "--title", "Grün", "--owner", "Amt", "--licence",
             "cc-zero", "--access", "public")
    return path


def take(database, address, *options, check=True):
    return allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "baeume", "--own-network",
                    "--json", *options, address, check=check)


# Our own interfaces

@pytest.mark.parametrize("path, options", [
    ("/wfs", ["--layer", "baeume"]), ("/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=town:baeume", []),
    ("/ogc", ["--layer", "baeume"]), ("/ogc/collections", ["--layer", "Bäume"]), ("/ogc/collections/baeume", []),
    ("/ogc/collections/baeume/items?limit=5", []), ("/layers/download/baeume/gpkg", []), ("/layers/download/baeume/shp", []),
    ("/layers/download/baeume/geojson", []),
])
def test_a_layer_comes_from_a_town_like_ours(town, database, path, options):
    answer = json.loads(take(database, town.url + path, "--key", "nr", *options).stdout)
    assert answer["outcome"] == "created" and answer["features"] == COUNT
    west, south, east, north = answer["verdict"]["extent"]
    assert abs(west - 7.601) < 1e-6 and abs(east - 7.6 - COUNT / 1000) < 1e-6 and abs(south - 51.9) < 1e-6
    assert json.loads(take(database, town.url + path, "--key", "nr", "--compare", *options).stdout) == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": COUNT, "moved": 0, "properties": [], "gained": [], "lost": []}


def test_layers_of_a_service_are_listed(town, database):
    for path in ["/wfs", "/ogc"]:
        listed = json.loads(allmende("layer", "look", "--own-network", "--json", town.url + path).stdout)
        assert {"Bänke", "Bäume"} <= {layer["title"] for layer in listed}, listed
        refused = take(database, town.url + path, check=False)
        assert refused.returncode == 64 and "choose one with --layer" in refused.stderr
    refused = take(database, town.url + "/wfs", "--layer", "nichts", check=False)
    assert refused.returncode == 64 and "has no layer \"nichts\"" in refused.stderr


def test_the_own_network_is_closed(town, database):
    refused = allmende("layer", "look", town.url + "/wfs", check=False)
    assert refused.returncode == 1 and "ingest-own-network" in refused.stderr
    for address in ["ftp://example.org/x", "https://name:word@example.org/wfs"]:
        refused = allmende("layer", "look", address, check=False)
        assert refused.returncode == 64, (address, refused.stderr)
    with running(database) as server:
        answer = server.session().post(
            server.url + "/layers/fetch", data={"address": town.url + "/wfs"}, headers={"Accept-Language": "de"}, timeout=60)
        assert answer.status_code == 400 and "ingest-own-network" in answer.text and "address-error" in answer.text
        assert requests.post(server.url + "/layers/fetch", data={"address": town.url}, timeout=30,
                             allow_redirects=False).status_code in (303, 401, 403)


# A WFS of another make

class WFS(http.server.BaseHTTPRequestHandler):
    """GML in EPSG:25832, page by page; its habits are told by the path: /paged, /whole, /json, …"""

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        asked = {name.lower(): value for name, value in urllib.parse.parse_qsl(url.query)}
        self.server.asked.append(asked)
        habit = url.path.strip("/").split("/")[0]
        if habit == "busy" and len(self.server.asked) == 2:
            return self.send(503, "text/plain", "busy", {"Retry-After": "1"})
        if asked.get("request") == "GetCapabilities":
            return self.send(200, "text/xml", self.capabilities(habit))
        if asked.get("request") != "GetFeature":
            return self.exception("no request")
        if asked.get("typenames", asked.get("typename")) != "t:baum":
            return self.exception("unknown type")
        if asked.get("resulttype") == "hits":
            if habit == "uncounted":
                return self.exception("no hits")
            return self.send(200, "text/xml", self.collection([], COUNT))
        if habit == "exception":
            return self.exception("the table is locked")
        start, count = int(asked.get("startindex", 0)), int(asked.get("count", asked.get("maxfeatures", 10_000)))
        if habit == "pageless" and "startindex" in asked:
            return self.exception("no natural order without a key")
        if habit == "cut":
            start, count = 0, 10
        if habit in ("paged", "json", "busy", "jsonlie", "breaks", "oldcut"):
            count = min(count, 10)
        if habit == "breaks" and start > 0:
            return self.send(200, "text/xml", self.collection(self.features(start, count), COUNT)[:-60])
        if habit == "uncounted":
            count = min(count, 10)
        if "json" in asked.get("outputformat", ""):
            if habit == "jsonlie":
                return self.exception("json is switched off")
            return self.send(200, "application/json", json.dumps({
                "type": "FeatureCollection", "numberMatched": COUNT, "features": trees()[start:start + count]}))
        self.send(200, "text/xml", self.collection(self.features(start, count), "unknown" if habit == "uncounted" else COUNT))

    def features(self, start, count):
        return [f'<wfs:member><t:baum gml:id="baum.{n}"><t:nr>{n:03}</t:nr><t:art>Linde – Süd</t:art><t:lage><gml:Point gml:id="p{n}" '
                f'srsName="urn:ogc:def:crs:EPSG::25832"><gml:pos>{405000 + n} {5757000 + n}</gml:pos></gml:Point></t:lage></t:baum>'
                "</wfs:member>" for n in range(1, COUNT + 1)][start:start + count]

    def collection(self, features, matched):
        if self.path.startswith("/old"):
            # of 1.1.0 the number is that of this answer, but for hits
            old = "".join(features).replace("wfs:member", "gml:featureMember").replace("/gml/3.2", "/gml")
            return ('<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
                    f'xmlns:gml="http://www.opengis.net/gml" xmlns:t="http://t.example" numberOfFeatures="{len(features) or matched}">'
                    f"{old}</wfs:FeatureCollection>")
        return ('<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
                'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:t="http://t.example" '
                f'numberMatched="{matched}" numberReturned="{len(features)}">{"".join(features)}</wfs:FeatureCollection>')

    def capabilities(self, habit):
        if habit.startswith("old"):
            return ('<wfs:WFS_Capabilities version="1.1.0" xmlns:wfs="http://www.opengis.net/wfs"><wfs:FeatureTypeList><wfs:FeatureType>'
                    '<wfs:Name>t:baum</wfs:Name><wfs:Title>Baumkataster</wfs:Title><wfs:DefaultSRS>urn:x-ogc:def:crs:EPSG:25832'
                    '</wfs:DefaultSRS></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>')
        json_format = "<ows:Value>application/json</ows:Value>" if "json" in habit else ""
        paging = "FALSE" if habit in ("whole", "cut") else "TRUE"
        # as behind a proxy: the address that it believes to have is not the one it is reached by
        return ('<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" '
                'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink"><ows:OperationsMetadata>'
                '<ows:Operation name="GetFeature"><ows:DCP><ows:HTTP><ows:Get xlink:href="http://inner.example:8080/wfs?"/></ows:HTTP>'
                f'</ows:DCP><ows:Parameter name="outputFormat"><ows:AllowedValues><ows:Value>text/xml</ows:Value>{json_format}'
                '</ows:AllowedValues></ows:Parameter></ows:Operation><ows:Constraint name="ImplementsResultPaging"><ows:NoValues/>'
                f'<ows:DefaultValue>{paging}</ows:DefaultValue></ows:Constraint></ows:OperationsMetadata><wfs:FeatureTypeList>'
                '<wfs:FeatureType><wfs:Name>t:baum</wfs:Name><wfs:Title>Baumkataster</wfs:Title>'
                '<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::25832</wfs:DefaultCRS></wfs:FeatureType></wfs:FeatureTypeList>'
                '</wfs:WFS_Capabilities>')

    def exception(self, words):
        self.send(400, "text/xml", '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0"><ows:Exception '
                  f'exceptionCode="NoApplicableCode"><ows:ExceptionText>{words}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>')

    def send(self, status, kind, text, headers=None):
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield server
    finally:
        server.shutdown()


@pytest.fixture
def wfs():
    with served(WFS) as server:
        yield server


@pytest.mark.parametrize("habit", ["paged", "whole", "json", "jsonlie", "uncounted", "pageless", "busy", "old", "oldcut"])
def test_all_pages_of_a_foreign_wfs_are_read(wfs, database, habit):
    answer = json.loads(take(database, f"{wfs.url}/{habit}/wfs", "--key", "nr").stdout)
    assert answer["features"] == COUNT, wfs.asked
    notes = " ".join(answer["verdict"]["notes"])
    assert ("does not say how many" in notes) == (habit == "uncounted"), notes
    if habit == "json":
        assert "hoehe" in [field["name"] for field in answer["verdict"]["properties"]]
    else:
        assert answer["verdict"]["epsg"] == 25832
        west, south, _, _ = answer["verdict"]["extent"]
        assert 7.6 < west < 7.7 and 51.9 < south < 52.0
    with running(database, key=False) as server:
        items = requests.get(f"{server.url}/ogc/collections/baeume/items?limit=100", timeout=30).json()["features"]
        layer = requests.get(f"{server.url}/ogc/collections/baeume", timeout=30).json()
    assert sorted(item["id"] for item in items) == [f"{n:03}" for n in range(1, COUNT + 1)]
    assert layer["title"] == "Baumkataster"


@pytest.mark.parametrize("habit, words", [
    ("exception", "the table is locked"), ("cut", f"names {COUNT} features and gave only 10"), ("breaks", "well-formed"),
])
def test_half_a_layer_is_not_taken(wfs, database, habit, words):
    refused = take(database, f"{wfs.url}/{habit}/wfs", check=False)
    assert refused.returncode == 1 and words in refused.stderr, refused.stderr
    with running(database, key=False) as server:
        assert requests.get(f"{server.url}/ogc/collections/baeume", timeout=30).status_code == 404


class Files(http.server.BaseHTTPRequestHandler):
    pages = {}

    def do_GET(self):
        kind, body, headers, status = self.pages.get(self.path, ("text/plain", b"no", {}, 404))
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def collection(features, **members):
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def test_hostile_and_wrong_answers_are_told(database):
    entity = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'">]><WFS_Capabilities>' + b"&b;" * 1000 + b"</WFS_Capabilities>"
    with served(Files) as server:
        own = server.url
        Files.pages = {
            "/page": ("text/html", b"<!doctype html><p>Geoportal</p>", {}, 200),
            "/dtd": ("text/xml", entity, {}, 200),
            "/closed": ("text/plain", b"", {}, 401),
            "/circle": ("application/json", collection(trees(2), links=[{"rel": "next", "href": f"{own}/circle"}]), {}, 200),
            "/away": ("application/json", collection(trees(2), links=[
                {"rel": "next", "href": "http://10.0.0.1/other"}]), {}, 200),
            "/few": ("application/json", collection(trees(2), numberMatched=9, links=[
                {"rel": "next", "href": f"{own}/last"}]), {}, 200),
            "/last": ("application/json", collection(trees(3)[2:], numberMatched=9), {}, 200),
            "/round": ("text/plain", b"", {"Location": "/round"}, 302),
            "/secret": ("text/plain", b"", {"Location": "file:///etc/passwd"}, 302),
            "/table": ("text/plain", b"just words", {}, 200),
        }
        for path, words in [
            ("/page", "a page for people"), ("/dtd", "GDAL"), ("/closed", "wants to know who asks"),
            ("/circle", "different pages"), ("/away", "another server (10.0.0.1)"), ("/few", "names 9 features and gave only 3"),
            ("/round", "redirects too often"), ("/secret", "is no address"), ("/table", "no GIS file"), ("/gone", "404"),
        ]:
            refused = take(database, own + path, check=False)
            assert refused.returncode != 0 and words in refused.stderr, (path, refused.stderr)


def test_a_zipped_shapefile_and_the_list_of_layers(town, database, tmp_path):
    """What is handed in at the wrong door finds the right one."""
    archive = requests.get(town.url + "/layers/download/baeume/shp", timeout=60)
    with running(database) as server:
        session = server.session()
        session.headers["Accept-Language"] = "de"
        answer = session.post(server.url + "/imports/new", files=[("files", ("baeume.zip", archive.content))],
                              allow_redirects=False, timeout=60)
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/layers/waiting/"), answer.text
        shown = session.get(server.url + answer.headers["Location"], timeout=60).text
        assert "EPSG" in shown and "Linde – Süd" in shown
        assert "Abgaben, die warten" in session.get(server.url + "/layers/new", timeout=30).text
        # what is neither says so, and where layers go
        other = tmp_path / "other.zip"
        with zipfile.ZipFile(other, "w") as packed:
            packed.writestr("a/photo.jpg", b"no data")
        refused = session.post(server.url + "/imports/new", files=[("files", ("other.zip", other.read_bytes()))], timeout=60)
        assert refused.status_code == 400 and "photo.jpg" in refused.text
        old = session.post(server.url + "/imports/new",
                           files=[("files", ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))], timeout=60)
        assert old.status_code == 400 and "xlsx" in old.text and "ods" in old.text
        listed = session.get(server.url + "/layers", allow_redirects=False, timeout=30)
        assert listed.status_code == 303 and session.get(server.url + listed.headers["Location"], timeout=30).status_code == 200


def test_from_an_address_to_a_layer_by_page(town, wfs, database):
    with running(database, "--set", "ingest-own-network=true") as server:
        session = server.session()
        session.headers["Accept-Language"] = "en"
        choice = session.post(server.url + "/layers/fetch", data={"address": town.url + "/wfs"}, timeout=60)
        assert choice.status_code == 200 and "Layers of the service" in choice.text
        names = re.findall(r'name="layer" value="([^"]+)"', choice.text)
        assert {"baenke", "baeume"} <= {name.split(":")[-1] for name in names}, names
        name = next(name for name in names if name.endswith("baeume"))
        fetched = session.post(server.url + "/layers/fetch", data={"address": town.url + "/wfs", "layer": name},
                               allow_redirects=False, timeout=60)
        assert fetched.status_code == 303, fetched.text
        page = server.url + fetched.headers["Location"]
        shown = session.get(page, timeout=60).text
        assert "Bäume (127.0.0.1)" in shown and "Linde – Süd" in shown and f">{COUNT}<" in shown
        form = {"layer": "0", "epsg": "", "axes": "", "encoding": "", "key": "nr", "name": "stadtbaeume", "title": "Bäume",
                "dataset": "new", "owner": "Amt", "licence": "cc-zero", "deed": "compare"}
        assert "There is no layer of this name yet" in session.post(page + "/go", data=form, timeout=60).text
        stored = session.post(page + "/go", data=form | {"deed": "store"}, allow_redirects=False, timeout=60)
        assert stored.status_code == 303, stored.text
        assert f"{town.url}/wfs" in session.get(server.url + "/data/stadtbaeume", timeout=30).text
        # once more, from another service: what would change
        again = session.post(server.url + "/layers/fetch", data={"address": wfs.url + "/paged/wfs"}, allow_redirects=False,
                             timeout=60)
        assert again.status_code == 303, again.text
        compared = session.post(server.url + again.headers["Location"] + "/go", data=form, timeout=60).text
        assert re.search(rf'changed</th><td class="number">{COUNT}<', compared)
        refused = session.post(server.url + "/layers/fetch", data={"address": wfs.url + "/exception/wfs"}, timeout=60)
        assert refused.status_code == 400 and "the table is locked" in refused.text and wfs.url in refused.text
        waiting = session.get(server.url + "/layers/new", timeout=30).text
        assert waiting.count("/layers/waiting/") == 1


def test_a_layer_comes_each_night_and_waits_where_it_surprises(database):
    """Fetch now is what the night does: what is small is taken over, what is not waits with the difference drawn."""
    def wait(condition, what):
        for _ in range(120):
            page = session.get(server.url + "/layers/new", timeout=30).text
            if condition(page):
                return page
            time.sleep(0.5)
        raise AssertionError((what, page))

    def now():
        deed = re.search(r'action="(/layers/schedules/\d+/resume)"', session.get(server.url + "/layers/new", timeout=30).text)
        assert session.post(server.url + deed[1], allow_redirects=False, timeout=30).status_code == 303

    def items():
        page = requests.get(f"{server.url}/ogc/collections/baeume/items?limit=100", timeout=30).json()
        return [one["id"] for one in page["features"]]

    with served(Files) as source, running(database, "--set", "ingest-own-network=true") as server:
        def answers(features):
            Files.pages = {"/baeume.geojson": ("application/geo+json", collection(features), {}, 200)}

        answers(trees())
        session = server.session()
        session.headers["Accept-Language"] = "en"
        fetched = session.post(server.url + "/layers/fetch", data={"address": source.url + "/baeume.geojson"},
                               allow_redirects=False, timeout=60)
        page = server.url + fetched.headers["Location"]
        assert "Fetch it each night from now on" in session.get(page, timeout=60).text
        form = {"layer": "0", "epsg": "", "axes": "", "encoding": "", "key": "", "name": "baeume", "title": "Bäume",
                "dataset": "gruen", "owner": "", "licence": "", "nightly": "yes", "hour": "3", "deed": "store"}
        refused = session.post(page + "/go", data=form, timeout=60)
        assert refused.status_code == 400 and "Needs a key" in refused.text and "has a key can be fetched" in refused.text
        stored = session.post(page + "/go", data=form | {"key": "nr"}, allow_redirects=False, timeout=60)
        assert stored.status_code == 303, stored.text
        assert len(items()) == COUNT
        # one goes, one comes
        answers(trees(COUNT + 1)[1:])
        now()
        wait(lambda text: "new: 1 · changed: 0 · removed: 1" in text, "taken over by itself")
        assert items() == [f"{n:03}" for n in range(2, COUNT + 2)]
        # most of them go
        answers(trees(5))
        now()
        shown = wait(lambda text: "See the difference" in text, "waits")
        assert "features 20 are missing" in shown or "features 19 are missing" in shown, shown
        assert len(items()) == COUNT
        waiting = server.url + re.search(r'href="(/layers/waiting/\d+)"', shown)[1]
        difference = session.get(waiting, timeout=60).text
        assert "not taken over by itself" in difference and "dotted removed" in difference and 'value="baeume"' in difference
        taken = session.post(waiting + "/go", data=form | {"key": "nr", "nightly": ""}, allow_redirects=False, timeout=60)
        assert taken.status_code == 303, taken.text
        assert len(items()) == 5
        # what the address says when it fails stands there
        Files.pages = {}
        now()
        wait(lambda text: "answers with 404" in text and "is tried again" in text, "fails")
        remove = re.search(r'action="(/layers/schedules/\d+/remove)"', session.get(server.url + "/layers/new", timeout=30).text)
        assert requests.post(server.url + remove[1], timeout=30, allow_redirects=False).status_code in (303, 401, 403)
        assert "schedules" in session.get(server.url + "/layers/new", timeout=30).text
        session.post(server.url + remove[1], timeout=30)
        assert "schedules" not in session.get(server.url + "/layers/new", timeout=30).text
