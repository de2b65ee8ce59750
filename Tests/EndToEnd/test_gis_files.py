# SPDX-License-Identifier: EUPL-1.2
"""GIS files in and out, with GDAL's own programs on the other side: what they write comes in, what goes out they read."""
import io
import json
import os
import re
import subprocess
import time
import zipfile

import pytest
import requests

from conftest import DATA, allmende, running

POINTS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"nr": "007", "art": "Linde – Süd", "hoehe": 12.5, "gross": 9007199254740993,
                                            "tag": "2026-07-31", "az": "2024/11/7"},
         "geometry": {"type": "Point", "coordinates": [7.62, 51.96]}},
        {"type": "Feature", "properties": {"nr": "008", "art": "Ahorn", "hoehe": 3.0, "gross": 1, "tag": "2026-01-01",
                                            "az": "x"},
         "geometry": {"type": "Point", "coordinates": [7.63, 51.95]}},
    ],
}


def ogr(*arguments):
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    path = tmp_path_factory.mktemp("gis") / "bäume.geojson"
    path.write_text(json.dumps(POINTS))
    return path


def made(base, tmp_path, driver, name, *options):
    target = tmp_path / name
    ogr("ogr2ogr", "-f", driver, *options, str(target), str(base), "-oo", "DATE_AS_STRING=YES", "-nln", "order")
    return target


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "town.gpkg"
    allmende("dataset", "set", "--database", path, "gruen", "--new", "--title", "Grün", "--owner", "Amt", "--licence",
             "cc-zero", "--access", "public")
    return path


FORMATS = [
    ("ESRI Shapefile", "order.shp", ["-t_srs", "EPSG:25832", "-lco", "ENCODING=UTF-8"]),
    ("ESRI Shapefile", "order.shp", ["-t_srs", "EPSG:31467", "-lco", "ENCODING=CP1252"]),
    ("GPKG", "x.gpkg", ["-t_srs", "EPSG:4647"]),
    ("GPKG", "x.gpkg", []),
    ("GML", "x.gml", ["-t_srs", "EPSG:25832"]),
    ("LIBKML", "x.kml", []),
    ("FlatGeobuf", "x.fgb", ["-t_srs", "EPSG:25833"]),
    ("OpenFileGDB", "x.gdb", ["-t_srs", "EPSG:25832"]),
    ("DXF", "x.dxf", ["-t_srs", "EPSG:25832"]),
    ("CSV", "x.csv", ["-lco", "GEOMETRY=AS_WKT"]),
]


@pytest.mark.parametrize("driver, name, options", FORMATS, ids=[f"{n}-{o[1] if o else ''}" for _, n, o in FORMATS])
def test_what_gdal_writes_comes_in(base, tmp_path, database, driver, name, options):
    if driver == "DXF":
        # it keeps no attributes, and says so
        target = tmp_path / name
        subprocess.run(["ogr2ogr", "-f", driver, *options, str(target), str(base), "-select", ""], capture_output=True,
                       timeout=120, check=True)
    else:
        target = made(base, tmp_path, driver, name, *options)
    if name.endswith(".gdb") or name.endswith(".shp"):
        archive = tmp_path / "delivery.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            files = target.iterdir() if target.is_dir() else [p for p in tmp_path.iterdir() if p.stem == "order"]
            for file in files:
                packed.write(file, f"{target.name}/{file.name}" if target.is_dir() else file.name)
        target = archive
    declared = ["--epsg", "25832"] if driver == "DXF" else ["--epsg", "4326"] if driver == "CSV" else []
    done = allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "baeume", "--title",
                    "Bäume", *declared, "--json", target)
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "created" and answer["features"] == 2
    west, south, east, north = answer["verdict"]["extent"]
    assert abs(west - 7.62) < 3e-5 and abs(south - 51.95) < 3e-5 and abs(east - 7.63) < 3e-5
    if driver == "DXF":
        return
    with running(database, key=False) as server:
        features = requests.get(f"{server.url}/ogc/collections/baeume/items", timeout=30).json()["features"]
    by_number = {feature["properties"]["nr"]: feature["properties"] for feature in features}
    assert set(by_number) == {"007", "008"}
    first = by_number["007"]
    assert first["art"] == "Linde – Süd" and first["hoehe"] == 12.5 and first["az"] == "2024/11/7"
    assert first["tag"] == "2026-07-31"
    if driver in ("GPKG", "FlatGeobuf", "GML", "ESRI Shapefile"):
        assert first["gross"] == 9007199254740993


def test_a_layer_without_a_system_is_asked_for_it(base, tmp_path, database):
    made(base, tmp_path, "ESRI Shapefile", "order.shp", "-t_srs", "EPSG:25832", "-lco", "ENCODING=UTF-8")
    (tmp_path / "order.prj").unlink()
    command = ["layer", "import", "--database", database, "--dataset", "gruen", "--name", "baeume", tmp_path / "order.shp"]
    refused = allmende(*command, check=False)
    assert refused.returncode != 0 and "EPSG:25832" in refused.stderr and "names no reference system" in refused.stderr
    assert "created" in allmende(*command, "--epsg", "25832").stdout


HOSTILE = {
    "path": ("../../x.csv", b"a,wkt\n1,POINT (7 51)\n", "a path that leaves the archive"),
    "absolute": ("/tmp/x.csv", b"a,wkt\n1,POINT (7 51)\n", "an absolute path"),
    "bomb": ("x.csv", b"0" * (400 << 20), "decompression bomb"),
    "nested": ("x.zip", b"PK\x05\x06" + bytes(18), "an archive in an archive"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_archives_are_refused_with_their_place(kind, tmp_path, database):
    name, content, words = HOSTILE[kind]
    archive = tmp_path / "delivery.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    refused = allmende("layer", "look", archive, check=False)
    assert refused.returncode != 0 and words in refused.stderr


def test_the_municipalities_of_germany_come_in_quickly(tmp_path, database):
    source = DATA / "gemeinden-de/VG5000_GEM_gk3.shape.zip"
    if not source.exists():
        pytest.skip("the municipalities are not there")
    started = time.monotonic()
    done = allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "gemeinden", "--key", "OBJID",
                    "--json", source)
    print(f"municipalities: {time.monotonic() - started:.1f} s")
    answer = json.loads(done.stdout)
    assert answer["features"] > 10_000 and answer["verdict"]["epsg"] == 31467
    compared = allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "gemeinden", "--key",
                        "OBJID", "--compare", "--json", source)
    assert json.loads(compared.stdout) == {
        "added": 0, "changed": 0, "removed": 0, "unchanged": answer["features"], "moved": 0, "properties": [],
        "gained": [], "lost": []}


def upload(server, *paths):
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    return server.session().post(f"{server.url}/layers/new", files=files, allow_redirects=False, timeout=120)


def test_from_an_upload_to_a_layer_and_back(base, tmp_path, database):
    delivery = made(base, tmp_path, "GPKG", "x.gpkg", "-t_srs", "EPSG:25832")
    with running(database) as server:
        session = server.session()
        answer = upload(server, delivery)
        assert answer.status_code == 303, answer.text
        page = server.url + answer.headers["Location"]
        shown = session.get(page, headers={"Accept-Language": "en"}, timeout=60).text
        assert "EPSG:25832" in shown and "Linde – Süd" in shown and "<svg" in shown
        form = {"layer": "0", "epsg": "", "axes": "", "encoding": "", "key": "nr", "name": "stadtbaeume", "title": "Bäume",
                "dataset": "new", "owner": "Amt", "licence": "cc-zero", "deed": "compare"}
        compared = session.post(page + "/go", data=form, headers={"Accept-Language": "en"}, timeout=60)
        assert compared.status_code == 200 and "There is no layer of this name yet" in compared.text
        # nobody else sees the delivery
        assert requests.get(page, allow_redirects=False, timeout=30).status_code in (302, 303, 401, 403, 404)
        stored = session.post(page + "/go", data=form | {"deed": "store"}, allow_redirects=False, timeout=60)
        assert stored.status_code == 303, stored.text
        items = session.get(f"{server.url}/ogc/collections/stadtbaeume/items", timeout=30).json()
        assert {feature["id"] for feature in items["features"]} == {"007", "008"}
        assert session.get(page, timeout=30).status_code == 404
        # the same once more: what would change
        again = upload(server, delivery)
        page = server.url + again.headers["Location"]
        compared = session.post(page + "/go", data=form, headers={"Accept-Language": "en"}, timeout=60).text
        assert re.search(r"unchanged</th><td class=\"number\">2<", compared)
        refused = session.post(page + "/go", data=form | {"key": "gibtesnicht", "deed": "store"}, timeout=60)
        assert refused.status_code == 400 and "gibtesnicht" in refused.text
        # without the key everything would seem to be new
        for deed in ("compare", "store"):
            refused = session.post(
                page + "/go", data=form | {"key": "", "deed": deed}, headers={"Accept-Language": "en"}, timeout=60)
            assert refused.status_code == 400 and "knows its features by a key" in refused.text
        # looking again keeps what was typed
        again = session.get(page, params=form | {"title": "Noch Bäume", "owner": "Amt für Grün"}, timeout=60).text
        assert 'value="Noch Bäume"' in again and 'value="Amt für Grün"' in again and 'value="nr" selected' in again


def test_refused_uploads_leave_nothing(tmp_path, database):
    bad = tmp_path / "x.gpkg"
    bad.write_bytes(b"no GeoPackage")
    with running(database) as server:
        answer = upload(server, bad)
        assert answer.status_code == 400 and "GDAL" in answer.text
        waiting = server.session().get(f"{server.url}/layers/new", headers={"Accept-Language": "en"}, timeout=30).text
        assert "Deliveries that wait" not in waiting
        other = tmp_path / "x.exe"
        other.write_bytes(b"MZ")
        assert upload(server, other).status_code == 400
        assert requests.post(f"{server.url}/layers/new", files={"files": ("x.csv", b"a")}, timeout=30,
                             allow_redirects=False).status_code in (303, 401, 403)


def listed(path, *options):
    return ogr("ogrinfo", "-ro", "-al", str(path), *options)


def test_a_layer_goes_out_as_files_that_gdal_reads(base, tmp_path, database):
    allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "baeume", "--key", "nr", base)
    with running(database, key=False) as server:
        root = f"{server.url}/layers/download/baeume"

        def fetch(form, name, query=""):
            answer = requests.get(f"{root}/{form}{query}", timeout=120)
            assert answer.status_code == 200, answer.text
            assert "attachment" in answer.headers["Content-Disposition"]
            path = tmp_path / name
            path.write_bytes(answer.content)
            return path

        package = listed(fetch("gpkg", "a.gpkg"))
        assert "Feature Count: 2" in package and "nr (String) = 007" in package and "tag (Date) = 2026/07/31" in package
        assert "gross (Integer64) = 9007199254740993" in package and "az (String) = 2024/11/7" in package
        moved = listed(fetch("gpkg", "b.gpkg", "?crs=[EPSG:25832]"))
        assert 'ID["EPSG",25832]' in moved and re.search(r"POINT \(4\d{5}\.\d+ 57\d{5}", moved)
        assert "Feature Count: 1" in listed(fetch("fgb", "a.fgb", "?filter=hoehe%20%3E%205"))
        shape = fetch("shp", "a.zip")
        names = zipfile.ZipFile(shape).namelist()
        assert {"baeume.shp", "baeume.dbf", "baeume.shx", "baeume.prj", "baeume.cpg"} <= set(names)
        assert "art (String) = Linde – Süd" in ogr("ogrinfo", "-ro", "-al", f"/vsizip/{shape}")
        lines = fetch("csv", "a.csv").read_text().splitlines()
        assert lines[0] == "id,nr,art,hoehe,gross,tag,az,longitude,latitude"
        assert lines[1] == "007,007,Linde – Süd,12.5,9007199254740993,2026-07-31,2024/11/7,7.62,51.96"
        document = json.loads(fetch("geojson", "a.geojson", "?art=Ahorn").read_text())
        assert [feature["id"] for feature in document["features"]] == ["008"]
        assert requests.get(f"{root}/gpkg?limit=1", timeout=30).status_code == 400
        assert requests.get(f"{root}/xyz", timeout=30).status_code == 404
        links = requests.get(f"{server.url}/ogc/collections/baeume?f=html", timeout=30).text
        assert "/layers/download/baeume/gpkg" in links
    assert not [p for p in tmp_path.rglob("*.csvt")], "what downloads are made of is removed"


def test_who_may_not_see_a_layer_cannot_download_it(base, database):
    allmende("layer", "import", "--database", database, "--dataset", "gruen", "--name", "baeume", base)
    allmende("dataset", "set", "--database", database, "gruen", "--access", "internal")
    with running(database) as server:
        for form in ["geojson", "csv", "gpkg", "fgb", "shp"]:
            address = f"{server.url}/layers/download/baeume/{form}"
            assert requests.get(address, timeout=60).status_code == 404
            assert server.session().get(address, timeout=60).status_code == 200
