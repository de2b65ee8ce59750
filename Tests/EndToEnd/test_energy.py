# SPDX-License-Identifier: EUPL-1.2
"""Shared power from outside: the fictional town's bills, checked offline by the program and by Go's own code."""
import base64
import hashlib
import io
import json
import pathlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as tree
import zipfile

import pytest

from conftest import allmende, go_command, running
from test_pages import browser, faults_of, press  # noqa: F401  (browser is a fixture)

PASSWORD = "kirschbaum-42-wolke"
EXAMPLE = pathlib.Path(__file__).parents[2] / "Rooms" / "Energy" / "Docs" / "example-bill.zip"


@pytest.fixture(scope="module")
def town(server):
    """Addresses of the town's sharing: runs and documents as its pages link them."""
    session = server.session()
    overview = session.get(server.url + "/energy/1?lang=en", timeout=60)
    assert overview.status_code == 200, overview.text
    runs = sorted(set(re.findall(r'href="(/energy/1/runs/\d+)"', overview.text)), key=lambda one: int(one.split("/")[-1]))
    documents = {}
    for run in runs:
        page = session.get(f"{server.url}{run}?lang=en", timeout=60).text
        documents[run] = list(dict.fromkeys(re.findall(r'href="(/energy/1/documents/\d+)"', page)))
    return {"runs": runs, "documents": documents}


def bundle(server, address, path):
    answer = server.session().get(f"{server.url}{address}/bill.zip", timeout=60)
    assert answer.status_code == 200, answer.text
    path.write_bytes(answer.content)
    return path


def all_bundles(server, town, folder):
    for address in [one for documents in town["documents"].values() for one in documents]:
        yield bundle(server, address, folder / f"{address.split('/')[-1]}.zip")


def test_the_town_settles_two_months_and_corrects_one(server, town):
    assert len(town["runs"]) == 3, town
    first, correction, second = (town["documents"][run] for run in town["runs"])
    assert len(first) == len(second) == 4, "three households and a plant"
    # the household whose day came late and the plant that gave it: each taken back and written anew
    assert len(correction) == 4, correction
    page = server.session().get(f"{server.url}{town['runs'][1]}?lang=en&again=yes", timeout=60).text
    assert "the same to the byte" in page and "Birgit Bach" in page and "Closed to the cent" in page


def test_each_bill_is_checked_offline_and_what_was_changed_is_named(server, town, tmp_path):
    key = allmende("energy", "ledger", "--key", "--database", server.database).stdout.strip()
    state = allmende("energy", "ledger", "--database", server.database).stdout
    anchor = allmende("energy", "ledger", "--hash", "--database", server.database).stdout.strip()
    assert anchor == hashlib.sha256(state.encode()).hexdigest(), "what is deposited elsewhere is the state's hash"
    count = 0
    for path in all_bundles(server, town, tmp_path):
        report = json.loads(allmende("verify", "bill", path, "--key", key, "--json").stdout)
        assert report["ok"], report
        count += report["quarterHours"]
    assert count == 7, "each bill comes with its quarter hours; reversals and credits have none"
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["bill.json"] = members["bill.json"].replace(b'"grossCent":', b'"grossCent":1', 1)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    result = allmende("verify", "bill", changed, check=False)
    assert result.returncode == 1 and "DIFFERS" in result.stdout, result
    assert allmende("verify", "bill", tmp_path / "nothing.zip", check=False).returncode == 64
    other = key.replace(key[-4], "A" if key[-4] != "A" else "B")
    assert allmende("verify", "bill", path, "--key", other, check=False).returncode == 1


def test_the_example_of_the_documentation_is_checked_by_its_own_lines():
    for name in ["buergerstrom.md", "citizen-power.md"]:
        key = re.search(r"allmende verify bill example-bill.zip --key (\S+)", EXAMPLE.with_name(name).read_text())[1]
        report = json.loads(allmende("verify", "bill", EXAMPLE, "--key", key, "--json").stdout)
        assert report["ok"] and report["quarterHours"], report


def test_gos_own_code_agrees(server, town, tmp_path):
    go = go_command()
    goroot, version = subprocess.run(
        [go, "env", "GOROOT", "GOVERSION"], capture_output=True, text=True, check=True).stdout.split()
    module = tmp_path / "billcheck"
    shutil.copytree(pathlib.Path(__file__).with_name("billcheck"), module)
    for name in ["tlog", "note"]:
        shutil.copytree(pathlib.Path(goroot) / "src/cmd/vendor/golang.org/x/mod/sumdb" / name, module / name)
    (module / "go.mod").write_text(f"module billcheck\n\ngo {version.removeprefix('go')}\n")
    environment = {"PATH": str(go.parent), "HOME": str(tmp_path), "GOROOT": goroot, "GOFLAGS": "-mod=mod",
                   "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    program = tmp_path / "check"
    subprocess.run([go, "build", "-o", program, "."], cwd=module, env=environment, check=True, capture_output=True)

    def run(path, change=None):
        folder = tmp_path / ("u-" + path.stem)
        shutil.rmtree(folder, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            archive.extractall(folder)
        if change:
            (folder / change).write_bytes((folder / change).read_bytes().replace(b"1", b"2", 1))
        return subprocess.run([program, folder], capture_output=True, text=True)

    for path in [EXAMPLE, *all_bundles(server, town, tmp_path)]:
        result = run(path)
        assert result.returncode == 0 and result.stdout.startswith("proved "), (path, result)
    for name in ["bill.json", "bill.salt", "run.json", "run.tlog-proof"]:
        assert run(path, name).returncode != 0, name


def test_a_bill_is_printed(server, town):
    address = town["documents"][town["runs"][0]][0]
    answer = server.session().get(f"{server.url}{address}/bill.pdf", timeout=120)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), answer.text[:300]


def sign_in(driver, server, login):
    driver.get(server.url + "/logout")
    driver.get(server.url + "/login")
    driver.find_element("id", "login").send_keys(login)
    driver.find_element("id", "password").send_keys(PASSWORD)
    press(driver, "main form button[type=submit]")


@pytest.fixture(scope="module")
def people(server):
    for login, role in [("strom", "administrator"), ("bach", "member")]:
        allmende("user", "create", "--database", server.database, "--login", login, "--name", login.title(),
                 "--role", role, stdin=PASSWORD + "\n")
    session = server.session()
    page = session.get(server.url + "/energy/1/setup", timeout=60).text
    party = re.search(r'<option value="(\d+)"[^>]*>Birgit Bach', page)[1]
    answer = session.post(server.url + "/energy/1/setup/member", data={"party": party, "account": "bach"}, timeout=60)
    assert answer.status_code == 200 and "/energy/1/setup" in answer.url, answer.text


def contract_pages(server):
    """A relation with its papers: the first household's."""
    page = server.session().get(server.url + "/energy/1/contracts", timeout=60).text
    relation = re.search(r'href="(/energy/1/contracts/relations/\d+)">Familie Acker', page)[1]
    page = server.session().get(server.url + relation, timeout=60).text
    return [relation, re.search(r'href="(/energy/1/contracts/papers/\d+)"', page)[1]]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_for_who_runs_the_sharing_are_accessible(server, town, people, browser, language, width):  # noqa: F811
    sign_in(browser, server, "strom")
    document = town["documents"][town["runs"][0]][0]
    pages = ["/energy", "/energy/new", "/energy/proof", "/energy/mine", "/energy/1", "/energy/1/setup",
             "/energy/1/readings", "/energy/1/accounts", "/energy/1/statements", "/energy/1/notices",
             "/energy/1/contracts", "/energy/1/contracts/templates/delivery", "/energy/1/master", "/energy/1/prices",
             *contract_pages(server), "/energy/1/models", "/energy/1/what-if", "/energy/1/market",
             "/energy/1/changes", *(f"/energy/1/changes/{case}" for case in ["joins", "leaves", "moves", "hands-over", "swaps"]),
             "/energy/1/runs/new?from=2026-01-01&through=2026-01-31", *town["runs"], document]
    faults = faults_of(browser, server, pages, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_member_sees_the_own_power_on_accessible_pages(server, town, people, browser, language, width):  # noqa: F811
    sign_in(browser, server, "bach")
    browser.get(server.url + "/energy/mine?lang=de")
    text = browser.find_element("tag name", "main").text
    assert "Birgit Bach" in text and "Acker" not in text and "Stornorechnung" in text, text
    assert "ersetzt" in text, "the reason of the correction"
    own = [link.get_attribute("href").removeprefix(server.url)
           for link in browser.find_elements("css selector", "a[href*='/documents/']")]
    faults = faults_of(browser, server, ["/energy/mine", own[0]], language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
    for documents in town["documents"].values():
        for address in set(documents) - set(own):
            browser.get(server.url + address)
            assert "Acker" not in browser.page_source and "Linde" not in browser.page_source, address


def test_a_member_accepts_the_own_contract_and_keeps_its_text(server, town, people, browser):  # noqa: F811
    sign_in(browser, server, "bach")
    browser.get(server.url + "/energy/mine?lang=de")
    links = [link.get_attribute("href") for link in browser.find_elements("css selector", "a[href*='/contracts/papers/']")]
    assert len(links) == 2, "delivery and common use"
    browser.get(links[0])
    text = browser.find_element("tag name", "main").text
    assert "Birgit Bach" in text and "SEE9000000" in text and "Diesen Vertrag annehmen" in text, text
    faults = faults_of(browser, server, [links[0].removeprefix(server.url)], "de", 360)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
    digest = browser.find_element("css selector", "code.hash").text
    press(browser, "form[action$='/accept'] button")
    text = browser.find_element("tag name", "main").text
    assert "angenommen" in text and "auf der eigenen Seite" in text and "Diesen Vertrag widerrufen" in text, text
    kept = server.session().get(links[0] + "/contract.txt", timeout=60).content
    assert hashlib.sha256(kept).hexdigest() == digest
    paper = server.session().get(links[0] + "/contract.pdf", timeout=120)
    assert paper.content.startswith(b"%PDF-"), paper.text[:200]
    for number in range(1, 7):
        if f"{server.url}/energy/1/contracts/papers/{number}" not in links:
            browser.get(f"{server.url}/energy/1/contracts/papers/{number}")
            assert "Acker" not in browser.page_source and "Linde" not in browser.page_source, number


CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def statement(iban, movements):
    """A bank's statement with a movement for each (euros, direction, name, purpose)."""
    root = tree.Element("Document", xmlns=CAMT)
    part = tree.SubElement(tree.SubElement(root, "BkToCstmrStmt"), "Stmt")
    tree.SubElement(part, "Id").text = "1"
    tree.SubElement(tree.SubElement(tree.SubElement(part, "Acct"), "Id"), "IBAN").text = iban
    for euros, direction, name, purpose in movements:
        entry = tree.SubElement(part, "Ntry")
        tree.SubElement(entry, "Amt", Ccy="EUR").text = euros
        tree.SubElement(entry, "CdtDbtInd").text = direction
        tree.SubElement(tree.SubElement(entry, "Sts"), "Cd").text = "BOOK"
        tree.SubElement(tree.SubElement(entry, "BookgDt"), "Dt").text = "2026-11-25"
        details = tree.SubElement(tree.SubElement(entry, "NtryDtls"), "TxDtls")
        other = tree.SubElement(tree.SubElement(details, "RltdPties"), "Dbtr" if direction == "CRDT" else "Cdtr")
        tree.SubElement(tree.SubElement(other, "Pty"), "Nm").text = name
        tree.SubElement(tree.SubElement(details, "RmtInf"), "Ustrd").text = purpose
    return tree.tostring(root, xml_declaration=True, encoding="UTF-8")


def hand_in(server, content):
    return server.session().post(
        server.url + "/energy/1/statements?lang=en", files={"file": ("camt.xml", content, "application/xml")}, timeout=60)


def test_a_statement_finds_the_bill_it_pays_and_is_taken_once(server, town):
    session = server.session()
    setup = session.get(server.url + "/energy/1/setup?lang=en", timeout=60).text
    iban = re.search(r'name="iban" value="(DE\d+)"', setup.replace("\n", " ")) or re.search(
        r'value="(DE\d{20})"', setup)
    bill = session.get(server.url + town["documents"][town["runs"][2]][0] + "?lang=en", timeout=60).text
    number = re.search(r"<h1>Bill ([^<]+)</h1>", bill)[1]
    content = statement(iban[1], [
        ("1.00", "CRDT", "Familie Acker", f"Rechnung {number}"), ("12.34", "CRDT", "Unbekannt", "Spende & Dank"),
        ("9.99", "DBIT", "Bank", "Kontoführung")])
    first = hand_in(server, content)
    assert first.status_code == 200 and "1 booked, 2 waits, 0 known already" in first.text, first.text
    assert "the amount is not that of the bill" in first.text and "Spende &amp; Dank" in first.text
    again = hand_in(server, content)
    assert "All movements of this statement are known already" in again.text
    line = re.search(r'<option value="(\d+)"[^>]*>[^<]*Bank', first.text)[1]
    answer = session.post(server.url + "/energy/1/statements/line?lang=en", data={"line": line, "party": "0"}, timeout=60)
    assert answer.status_code == 200 and "does not belong here" in answer.text
    for hostile in [b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + content.split(b"?>", 1)[1], content[:-20], b"MT940", b""]:
        refused = hand_in(server, hostile)
        assert refused.status_code == 400 and "file-error" in refused.text, hostile[:40]
    foreign = hand_in(server, statement("DE02120300000000202051", [("1.00", "CRDT", "x", "y")]))
    assert foreign.status_code == 400 and "not of that of the sharing" in foreign.text
    table = session.get(server.url + "/energy/1/accounts/postings.csv?from=2026-01-01&through=2026-12-31", timeout=60)
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("tag;art;nummer;") and any(one.split(";")[1] == "received" for one in lines)


def test_a_standstill_is_told_by_letter_and_proved(server, town):
    session = server.session()
    page = session.get(server.url + "/energy/1/notices?lang=en", timeout=60).text
    plant = re.search(r'<option value="(\d+)"[^>]*>Schuldach', page)[1]
    day = re.search(r'name="day" type="date" value="([^"]+)"|name="day"[^>]*value="([^"]+)"', page)
    told = session.post(server.url + "/energy/1/notices/outage?lang=en", data={
        "plant": plant, "kind": "standstill", "day": day[1] or day[2], "body": "Wechselrichter defekt.", "way": "letter",
        "posted": "", "proof": ""}, timeout=60)
    assert told.status_code == 200 and told.text.count("letter, still to be posted") == 3, told.text
    proved = session.post(server.url + "/energy/1/notices/posted?lang=en", data={
        "notice": "0", "posted": day[1] or day[2], "proof": "RR 12345 DE"}, timeout=60)
    assert proved.text.count("RR 12345 DE") == 3 and "still to be posted" not in proved.text


def test_the_tiles_of_the_ledger_make_the_signed_root(server, town):
    note = server.session().get(server.url + "/energy/ledger/checkpoint", timeout=60).text.splitlines()
    size, root = int(note[1]), base64.b64decode(note[2])
    tile = server.session().get(f"{server.url}/energy/ledger/tile/0/000.p/{size}", timeout=60)
    assert tile.status_code == 200 and len(tile.content) == 32 * size
    assert "Set-Cookie" not in tile.headers and "immutable" in tile.headers["Cache-Control"]

    def node(leaves):
        if len(leaves) == 1:
            return leaves[0]
        half = 1 << (len(leaves) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + node(leaves[:half]) + node(leaves[half:])).digest()

    leaves = [tile.content[place:place + 32] for place in range(0, 32 * size, 32)]
    assert node(leaves) == root
    entries = server.session().get(f"{server.url}/energy/ledger/tile/entries/000.p/{size}", timeout=60).content
    for leaf in leaves:
        length = int.from_bytes(entries[:2], "big")
        assert hashlib.sha256(b"\x00" + entries[2:2 + length]).digest() == leaf
        entries = entries[2 + length:]
    assert not entries
    assert server.session().get(server.url + "/energy/ledger/tile/0/001", timeout=60).status_code == 404


def test_a_meter_is_swapped_by_its_page(server, town):
    session = server.session()
    address = server.url + "/energy/1/changes/swaps?lang=en"
    form = session.get(address, timeout=60).text
    point = re.search(r'<option value="(\d+)"[^>]*>(\d{11}), Schulgasse 5', form)
    fields = {"point": point[1], "meter": "9MUS77", "melo": "", "from": "2031-03-03"}
    shown = session.post(address, data=fields, timeout=60)
    assert "Nothing is saved yet" in shown.text and "No settled period is concerned" in shown.text, shown.text
    fields["shown"] = re.search(r'name="shown" value="([0-9a-f]+)"', shown.text)[1]
    written = session.post(address, data=fields, timeout=60)
    assert "/energy/1/changes/known/" in written.url and "meter 9MUS77" in written.text, written.text
    changes = session.get(server.url + "/energy/1/changes?lang=en", timeout=60).text
    assert point[2] in changes and "9MUS77" in changes, changes
