# SPDX-License-Identifier: EUPL-1.2
"""The way from a file to measured series, gone by somebody who is hostile, hasty or clumsy."""
import concurrent.futures
import json
import pathlib
import re
import shutil
import sqlite3
import time

import pytest
import requests

from conftest import allmende, running

PASSWORD = "ein langes Kennwort für den Test"
GO = {"dataset": "new", "owner": "Tiefbauamt", "licence": "dl-by-de/2.0"}


@pytest.fixture(scope="module")
def town(work):
    database = work / "hostile.gpkg"
    with running(database) as server:
        for login in ("ada", "ben"):
            allmende("user", "create", "--database", database, "--name", login.capitalize(), "--role", "editor", "--login",
                     login, stdin=PASSWORD + "\n")
        server.people = {login: signed_in(server, login) for login in ("ada", "ben")}
        yield server
        # whatever was done, the server lives, and nothing of it was a fault of the program
        assert requests.get(server.url + "/health", timeout=30).status_code == 200
        assert not [line for line in server.output if " error " in line or " critical " in line], server.output


def signed_in(town, login):
    session = requests.Session()
    session.headers.update({"Accept": "text/html", "Accept-Language": "de", "Sec-Fetch-Site": "same-origin"})
    answer = session.post(town.url + "/login", data={"login": login, "password": PASSWORD}, timeout=60)
    assert answer.status_code == 200 and session.cookies, answer.text[-1000:]
    return session


def table(rows=48, start=0):
    return ("Zeit;Stand [cm]\n" + "".join(
        f"{1 + (start + row) // 24:02}.07.2025 {(start + row) % 24:02}:00;{40 + (start + row) % 17},5\n" for row in range(rows))).encode()


def hand_in(town, person="ada", name="pegel.csv", data=None):
    answer = town.people[person].post(
        town.url + "/imports/new", files=[("files", (name, data or table()))], allow_redirects=False, timeout=120)
    assert answer.status_code == 303, answer.text[-2000:]
    return town.url + answer.headers["Location"]


def answered(town, page, person="ada"):
    text = town.people[person].get(page, timeout=60).text
    asked = re.findall(r'<input id="([a-z-]+)-0" type="radio" name="\1" value="([^"]*)"', text)
    town.people[person].post(page, data=dict(asked), timeout=60)


def run_of(town, page, person="ada"):
    deadline = time.time() + 60
    while "/imports/waiting/" in (answer := town.people[person].get(page, timeout=60)).url:
        assert time.time() < deadline, answer.text
        time.sleep(0.3)
    return answer


def imported(town, title, person="ada", data=None):
    page = hand_in(town, person, data=data)
    answered(town, page, person)
    assert town.people[person].post(page + "/go", data={**GO, "title": title}, timeout=60).status_code == 200
    return page, run_of(town, page, person)


def counted(town):
    return requests.get(
        town.url + "/v1.1/Observations?$count=true&$top=0", headers=town.session().headers, timeout=60).json()["@iot.count"]


def raw(town, name, data=table(), boundary="grenze", ending=True, field="files"):
    """A form whose file has a name that no library would write."""
    body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"".encode() + name
            + b"\"\r\n\r\n" + data + (f"\r\n--{boundary}--\r\n".encode() if ending else b""))
    return town.people["ada"].post(
        town.url + "/imports/new", data=body, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
        allow_redirects=False, timeout=60)


@pytest.mark.parametrize("name", [
    ("ü" * 400 + ".csv").encode(), "📈 Pegel 🌊.csv".encode(), b"../../../etc/passwd.csv", b"..\\..\\boot.csv",
    b"a%22b.csv", b"<script>alert(1)</script>.csv", b"a\x00b\x01.csv", "a\u202evsc.exe.csv".encode(), b".versteckt.csv",
    b"\xff\xfe.csv", b"con.csv", b"{station}.csv", b"%00.csv",
])
def test_names_of_files_stay_names(town, name):
    answer = raw(town, name)
    assert answer.status_code == 303, (name[:40], answer.text[-1500:])
    page = town.people["ada"].get(town.url + answer.headers["Location"], timeout=60)
    assert page.status_code == 200 and "<script>alert" not in page.text and "Das sind Messwerte" in page.text
    area = pathlib.Path(town.database + ".imports")
    for file in area.glob("*/abgabe/*"):
        assert file.resolve().is_relative_to(area.resolve()) and len(file.name.encode()) <= 150
    mapping = town.people["ada"].get(town.url + answer.headers["Location"] + "/mapping.json", timeout=60)
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.json"', mapping.headers["Content-Disposition"])
    town.people["ada"].post(town.url + answer.headers["Location"] + "/discard", data={}, timeout=60)


@pytest.mark.parametrize("send", [
    lambda town: raw(town, b"n" * 20_000 + b".csv"),
    lambda town: raw(town, b"a.csv", ending=False),
    lambda town: raw(town, b"a.csv", boundary="g" * 71),
    lambda town: raw(town, b""),
    lambda town: town.people["ada"].post(town.url + "/imports/new", data=b"x", headers={"Content-Type": "multipart/form-data"}, timeout=60),
    lambda town: town.people["ada"].post(town.url + "/imports/new", data={"files": "kein Feld mit Datei"}, timeout=60),
    lambda town: town.people["ada"].post(town.url + "/imports/new", data=b"{}", headers={"Content-Type": "application/json"}, timeout=60),
    lambda town: town.people["ada"].post(
        town.url + "/imports/new", files=[("files", (f"{number}.csv", b"a;b\n")) for number in range(501)], timeout=120),
])
def test_a_form_that_is_none_is_refused_with_words(town, send):
    answer = send(town)
    assert answer.status_code in (400, 413), (answer.status_code, answer.text[-800:])
    assert 'role="alert"' in answer.text or "summary" in answer.text, answer.text[-1500:]


FIELDS = [
    {"leading": "-5"}, {"leading": "99999999999999999999"}, {"header": "9"}, {"header": "-1"}, {"header": ""},
    {"decimal": "x"}, {"decimal": ",", "thousands": ","}, {"separator": "viel zu lang"}, {"separator": "\n"},
    {"encoding": "klingonisch"}, {"form": "((("}, {"form": "yyyy" * 500}, {"form": ""}, {"zone": "Mars/Base"}, {"zone": "../../etc"},
    {"interval": "PT0S"}, {"interval": "P9999999Y"}, {"interval": "bald"}, {"stamp": "mittendrin"}, {"repeated": "nie"},
    {"term": "13-45"}, {"year": "0"}, {"year": "99999"}, {"station": "x" * 5000, "longitude": "1e400", "latitude": "nan"},
    {"longitude": "700", "latitude": "-91", "station": "A"}, {"epsg": "1"}, {"epsg": "-25832"}, {"missing": ";" * 9000},
    {"missing": "40,5"}, {"role.0": "value", "role.1": "value"}, {"role.0": "ignored", "role.1": "ignored"},
    {"role.0": "time", "role.1": "parameter"}, {"role.0": "parameter", "role.1": "value"}, {"role.99": "value"},
    {"role.0": "time", "role.1": "value", "name.1": "n" * 9000, "unit.1": "u" * 3000, "property.1": "p" * 3000},
    {"role.0": "longitude", "role.1": "latitude"}, {"sheet": "Blatt 1"}, {"of.0": "stand-cm", "role.1": "value"},
    {"document": "[]"}, {"document": "{}"}, {"document": "{"}, {"document": "[" * 100_000}, {"document": '{"kind":"series"}'},
    {"document": '{"kind":"layer","source":"csv"}'}, {"document": '{"name":"x","kind":"unsinn"}'}, {"document": "😀"},
]


@pytest.mark.parametrize("fields", FIELDS, ids=lambda fields: json.dumps(fields)[:60])
def test_nonsense_in_fields_is_told_and_mended(town, fields):
    ada = town.people["ada"]
    page = hand_in(town)
    before = ada.get(page + "/mapping.json", timeout=60).json()
    answer = ada.post(page, data=fields, timeout=60)
    assert answer.status_code in (200, 400), (answer.status_code, answer.text[-1500:])
    shown = ada.get(page, timeout=60)
    assert shown.status_code == 200, shown.text[-1500:]
    for language in ("en", "de"):
        assert ada.get(page + f"?lang={language}", timeout=60).status_code == 200
    went = ada.post(page + "/go", data={**GO, "title": "Unsinn"}, timeout=60)
    assert went.status_code in (200, 400), went.text[-1500:]
    # whoever has spoilt it writes the document as it was
    if "/imports/waiting/" in went.url:
        mended = ada.post(page, data={"document": json.dumps(before)}, timeout=60)
        assert mended.status_code == 200 and "Das sind Messwerte" in mended.text, mended.text[-1500:]
        ada.post(page + "/discard", data={}, timeout=60)


@pytest.mark.parametrize("given, status", [
    ({"title": ""}, 400), ({"owner": ""}, 400), ({"licence": "geschenkt"}, 400), ({"dataset": "gibt-es-nicht"}, 400),
    ({"dataset": "../../x"}, 400), ({"title": "!!!"}, 200), ({"title": "n" * 5_000}, 400), ({"owner": "o" * 5_000}, 400),
    ({"title": "<b>fett</b>"}, 200),
])
def test_the_way_in_says_what_is_missing(town, given, status):
    page = hand_in(town)
    answered(town, page)
    answer = town.people["ada"].post(page + "/go", data={**GO, "title": f"Weg {len(given)}", **given}, timeout=60)
    assert answer.status_code == status, answer.text[-2000:]
    assert "<b>fett</b>" not in answer.text
    if status == 200:
        assert "<b>fett</b>" not in run_of(town, page).text
    else:
        town.people["ada"].post(page + "/discard", data={}, timeout=60)


def test_two_tabs_import_once(town):
    page = hand_in(town)
    answered(town, page)
    before = counted(town)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda _: town.people["ada"].post(page + "/go", data={**GO, "title": "Zwei Fenster"}, timeout=60), range(8)))
    assert all(answer.status_code in (200, 400) for answer in answers), [answer.status_code for answer in answers]
    run_of(town, page)
    assert counted(town) == before + 48


def test_a_tab_that_is_older_than_what_happened(town):
    ada = town.people["ada"]
    page = hand_in(town)
    answered(town, page)
    assert ada.post(page + "/discard", data={}, timeout=60).status_code == 200
    for method, path, data in (("get", "", None), ("post", "", {"zone": "UTC"}), ("post", "/go", {**GO, "title": "weg"}),
                               ("post", "/discard", {}), ("get", "/mapping.json", None), ("get", "/places.geojson", None)):
        answer = ada.request(method, page + path, data=data, timeout=60)
        assert answer.status_code == 404 and "Zeit ist abgelaufen" in answer.text, (path, answer.status_code)
    for number in ("0", "-1", "99999999", "99999999999999999999", "abc", "1e3"):
        assert ada.get(town.url + f"/imports/waiting/{number}", timeout=60).status_code == 404
        assert ada.get(town.url + f"/imports/{number}", timeout=60).status_code == 404


def test_back_and_again_after_it_is_done(town):
    ada = town.people["ada"]
    page, report = imported(town, "Zurück und noch einmal")
    before = counted(town)
    # the browser still shows the form: correct, and go once more
    assert ada.post(page, data={"zone": "Europe/Berlin"}, timeout=60).status_code == 200
    again = ada.post(page + "/go", data={**GO, "title": "Zurück und noch einmal"}, timeout=60)
    assert again.status_code == 400 and "gibt es schon" in again.text
    again = ada.post(page + "/go", data={"dataset": "zurueck-und-noch-einmal"}, timeout=60)
    assert again.status_code == 200
    time.sleep(2)
    assert run_of(town, page).status_code == 200 and counted(town) == before


def test_while_it_runs_nothing_is_changed_under_it(town):
    ada = town.people["ada"]
    data = b"Zeit;Stand [cm]\n" + b"".join(
        f"2025-{1 + n // 40320:02}-{1 + n // 1440 % 28:02} {n // 60 % 24:02}:{n % 60:02};{n % 90},5\n".encode() for n in range(300_000))
    page = hand_in(town, data=data)
    answered(town, page)
    ada.post(page, data={"zone": "UTC", "stamp": "instant"}, timeout=60)
    assert ada.post(page + "/go", data={**GO, "title": "Lang"}, timeout=120).status_code == 200
    document = ada.get(page + "/mapping.json", timeout=60).json()
    seen = 0
    while "/imports/waiting/" in (shown := ada.get(page, timeout=60)).url:
        assert "Der Import" in shown.text
        # a form from before, sent now; and somebody wants it away, once
        ada.post(page, data={"zone": "Etc/GMT-2"}, timeout=60)
        if not seen:
            ada.post(page + "/discard", data={}, timeout=60)
        at_work = ada.get(page + "/mapping.json", timeout=60).json()
        if "/imports/waiting/" in ada.get(page, timeout=60).url:
            assert at_work == document
        seen += 1
        time.sleep(0.2)
    assert seen > 0 and shown.status_code == 200 and "300.000" in shown.text


def test_undone_once(town):
    ada = town.people["ada"]
    _, report = imported(town, "Zweimal zurück")
    before = counted(town)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: ada.post(report.url + "/undo", data={}, timeout=120), range(6)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200 and set(codes) <= {200, 409}, codes
    assert counted(town) == before - 48
    again = ada.post(report.url + "/undo", data={}, timeout=60)
    assert again.status_code == 409 and "schon" in again.text, again.text[-1500:]
    page = ada.get(report.url, timeout=60).text
    assert page.count("Zurückgenommen von") == 1 and f'{report.url.split(town.url)[1]}/undo"' not in page


def test_what_another_person_handed_in_is_not_mine(town):
    ada, ben = town.people["ada"], town.people["ben"]
    page = hand_in(town, "ada")
    answered(town, page)
    for method, path, data in (("get", "", None), ("post", "", {"zone": "UTC"}), ("post", "/go", {**GO, "title": "fremd"}),
                               ("post", "/discard", {}), ("get", "/mapping.json", None), ("get", "/places.geojson", None),
                               ("post", "/nightly", {"hour": "3"})):
        assert ben.request(method, page + path, data=data, timeout=60).status_code == 404, path
        assert requests.request(method, page + path, data=data, timeout=60).status_code == 401, path
    assert page.split("/")[-1] not in ben.get(town.url + "/imports", timeout=60).text.split("Wartet auf Sie")[-1][:200]
    admin = town.session()
    admin.headers["Accept"] = "text/html"
    assert admin.get(page, timeout=60).status_code == 200
    assert ada.post(page + "/nightly", data={"hour": "3"}, timeout=60).status_code == 400
    ada.post(page + "/discard", data={}, timeout=60)


def test_files_that_are_gone_are_told(town):
    ada = town.people["ada"]
    page = hand_in(town)
    answered(town, page)
    with sqlite3.connect(town.database, timeout=30) as database:
        folder = database.execute("SELECT folder FROM import_waiting WHERE id = ?", (page.split("/")[-1],)).fetchone()[0]
    shutil.rmtree(pathlib.Path(town.database + ".imports") / folder)
    shown = ada.get(page, timeout=60)
    assert shown.status_code == 200 and "liegen nicht mehr auf diesem Server" in shown.text
    went = ada.post(page + "/go", data={**GO, "title": "ohne Dateien"}, timeout=60)
    assert went.status_code == 400 and "noch einmal ab" in went.text
    assert ada.post(page + "/discard", data={}, timeout=60).status_code == 200
    assert ada.get(page, timeout=60).status_code == 404


def test_whose_deliveries_fill_their_room_hinders_nobody_else(town):
    ada, ben = town.people["ada"], town.people["ben"]
    pages = []
    for _ in range(60):
        answer = ada.post(town.url + "/imports/new", files=[("files", ("pegel.csv", table()))], allow_redirects=False, timeout=120)
        if answer.status_code != 303:
            break
        pages.append(town.url + answer.headers["Location"])
    assert answer.status_code == 400 and "zu viele Abgaben" in answer.text and len(pages) <= 50
    ben.post(hand_in(town, "ben") + "/discard", data={}, timeout=60)
    for page in pages:
        ada.post(page + "/discard", data={}, timeout=60)
    ada.post(hand_in(town) + "/discard", data={}, timeout=60)
