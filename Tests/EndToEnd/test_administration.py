# SPDX-License-Identifier: EUPL-1.2
"""The town's administration without a shell: one page to all of it, backups by page, mail that waits, several towns."""
import contextlib
import email
import email.policy
import json
import re
import sqlite3
import ssl
import subprocess
import time

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

import test_pages
from conftest import BINARY, allmende, free_port, running
from test_pages import browser  # noqa: F401  (a fixture)
from test_people import PASSWORD, administrator


def wait_for(look, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come")


class Mailbox:
    """A mail server's handler that keeps what it took and answers as it is told."""

    def __init__(self, refused=(), pause=0):
        self.messages, self.refused, self.pause, self.logins = [], refused, pause, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.pause:
            import asyncio
            await asyncio.sleep(self.pause)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.messages.append((envelope, message, session.ssl is not None))
        return "250 OK"

    def authenticator(self, server, session, envelope, mechanism, data):
        self.logins.append((data.login, data.password))
        return AuthResult(success=(data.login, data.password) == (b"rathaus", b"geheim"))


@contextlib.contextmanager
def mail_server(mailbox, port, **options):
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def settings(*pairs):
    return [part for pair in pairs for part in ("--set", pair)]


def mail_settings(port, *more):
    return settings(f"smtp-server=smtp://127.0.0.1:{port}", "smtp-sender=rathaus@example.de", *more)


def invite(person, mail, name="Eva"):
    return person.post("/account/people", data={
        "name": name, "login": "", "role": "viewer", "department": "", "mail": mail})


def test_backups_by_page(tmp_path):
    database = tmp_path / "town.gpkg"
    with running(database) as server:
        ada = administrator(server)
        page = ada.get("/admin/backups").text
        assert "No backup yet" in page and "same disk" in page
        page = ada.post("/admin/backups").text
        name = re.search(r'href="/admin/backups/(town-[\w-]+\.gpkg)"', page)[1]
        assert "Done; the result stands below" in page
        assert requests.get(f"{server.url}/admin/backups/{name}").status_code == 401
        copy = ada.get(f"/admin/backups/{name}")
        assert copy.status_code == 200 and name in copy.headers["Content-Disposition"]
        assert int(copy.headers["Content-Length"]) == len(copy.content)
        (tmp_path / "copy.gpkg").write_bytes(copy.content)
        with contextlib.closing(sqlite3.connect(tmp_path / "copy.gpkg")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert file.execute("SELECT login FROM account").fetchall() == [("ada",)]
        for wrong in ["town.gpkg", "..%2Ftown.gpkg", "town-2020-01-01T0000.gpkg", "%00"]:
            assert ada.get(f"/admin/backups/{wrong}").status_code in (400, 404), wrong
        page = ada.post(f"/admin/backups/{name}/rehearse").text
        assert re.search(r'data-label="Restore rehearsed on">\d', page), page
        assert [each.name for each in (tmp_path / "town.gpkg.backups").iterdir()] == [name]
        # a second server is still kept out: the work opened and closed the file beside the server's own connections
        second = subprocess.run(
            [BINARY, "serve", "--database", database, "--port", "0", "--mqtt-port", "off"],
            capture_output=True, text=True, timeout=60)
        assert second.returncode == 2, second.stderr
        trail = ada.get("/account/audit").text
        for words in ["made a backup", "downloaded a backup", "restored a backup for a try"]:
            assert words in trail, words
        assert "Last backup" in ada.get("/admin/backups").text and "last backup:" in ada.get("/admin").text
    allmende("check", "--database", database)


def test_a_planned_backup_comes_by_itself(tmp_path):
    # due a minute ago, and the file has an older backup: the start makes up for it
    folder = tmp_path / "safe"
    folder.mkdir()
    database = tmp_path / "town.gpkg"
    allmende("key", "create", "--database", database, "--role", "viewer")
    allmende("backup", "--database", database, "--to", f"{folder}/")
    old = next(folder.iterdir())
    two_days_ago = time.time() - 2 * 86_400 - 60
    import os
    os.utime(old, (two_days_ago, two_days_ago))
    at = time.strftime("%H:%M", time.localtime(time.time() - 60))
    found = allmende("doctor", "--database", database, "--json", check=False,
                     stdin=None).stdout
    assert "newest backup" not in found
    with running(database, *settings(f"backup-at={at}", f"backup-folder={folder}", "backup-keep=1")) as server:
        wait_for(lambda: [each for each in folder.iterdir() if each.stat().st_mtime > two_days_ago + 1000
                          and ".part" not in each.name])
        ada = administrator(server)
        page = wait_for(lambda: (text := ada.get("/admin/backups").text) and ">schedule<" not in text and text)
        assert "Each day at " + at in page
        wait_for(lambda: len([each for each in folder.iterdir()]) == 1)
        metrics = server.session().get(server.url + "/metrics").text
        age = float(re.search(r"^allmende_backup_age_seconds (\S+)", metrics, re.MULTILINE)[1])
        assert 0 <= age < 120
        assert re.search(r'^allmende_build_info\{version="[^"]+"\} 1$', metrics, re.MULTILINE)


def test_mail_waits_for_its_server_over_a_restart(database):
    port = free_port()
    mailbox = Mailbox()
    with running(database, *mail_settings(port)) as server:
        ada = administrator(server)
        page = invite(ada, "eva@example.de").text
        # nobody is there to take it: the link is shown, and the letter waits
        assert "/join/" in page and "goes on trying" in page
        assert "waits" in ada.get("/admin/mail").text
        metrics = server.session().get(server.url + "/metrics").text
        assert re.search(r"^allmende_letters_waiting 1", metrics, re.MULTILINE)
    with mail_server(mailbox, port):
        with running(database, *mail_settings(port)) as server:
            wait_for(lambda: mailbox.messages, seconds=90)
            ada = administrator_again(server)
            wait_for(lambda: "taken" in ada.get("/admin/mail").text)
    envelope, message, _ = mailbox.messages[0]
    assert envelope.rcpt_tos == ["eva@example.de"] and envelope.mail_from == "rathaus@example.de"
    assert "/join/" in message.get_content() and len(mailbox.messages) == 1


def administrator_again(server):
    from test_people import Person
    person = Person(server)
    assert person.sign_in("ada").status_code == 200
    return person


def test_a_refused_recipient_is_told_and_not_tried_again(tmp_path):
    port = free_port()
    mailbox = Mailbox(refused=["weg@example.de"])
    with mail_server(mailbox, port), running(tmp_path / "town.gpkg", *mail_settings(port)) as server:
        ada = administrator(server)
        page = invite(ada, "weg@example.de").text
        assert "/join/" in page and "did not go out" in page
        page = ada.get("/admin/mail").text
        assert "refused" in page and "550" in page and "next try" not in page
        # what would be a line or a second recipient of a mail is refused before
        for wrong in ["a@b.de%0d%0aBcc: c@d.de", "a@b.de\r\nBcc: c@d.de", "a@b.de,c@d.de", "a@b.de>", ""]:
            assert ada.post("/admin/mail", data={"recipient": wrong}).status_code == 400, wrong
        assert ada.post("/admin/mail", data={"recipient": "eva@example.de"}).url.endswith("done=sent")
        assert invite(ada, "noch@example.de", name="N\r\nBcc: x@example.de\r\n\r\nHallo").status_code == 200
    assert [envelope.rcpt_tos for envelope, _, _ in mailbox.messages] == [["eva@example.de"], ["noch@example.de"]]
    for _, message, _ in mailbox.messages:
        assert message["Bcc"] is None and message.get_content_type() == "text/plain"


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_starttls_with_a_login(tmp_path):
    port = free_port()
    mailbox = Mailbox()
    options = {"tls_context": certificate(tmp_path), "require_starttls": True, "auth_required": True,
               "authenticator": mailbox.authenticator}
    authority = f"smtp-authorities={tmp_path / 'cert.pem'}"
    with mail_server(mailbox, port, **options):
        good = mail_settings(port, "smtp-login=rathaus:geheim", authority)
        with running(tmp_path / "town.gpkg", *good) as server:
            ada = administrator(server)
            assert ada.post("/admin/mail", data={"recipient": "eva@example.de"}).url.endswith("done=sent")
        assert mailbox.messages[0][2] and mailbox.logins == [(b"rathaus", b"geheim")]
        # a wrong password is no refusal of the letter: it waits until the setting is mended
        for wrong in [mail_settings(port, "smtp-login=rathaus:falsch", authority),
                      # a certificate that nobody vouches for
                      mail_settings(port, "smtp-login=rathaus:geheim")]:
            with running(tmp_path / "town.gpkg", *wrong) as server:
                ada = administrator_again(server)
                assert ada.post("/admin/mail", data={"recipient": "eva@example.de"}).url.endswith("done=not-sent")
                page = ada.get("/admin/mail").text
                assert "next try" in page and "geheim" not in page and "falsch" not in page
                assert "geheim" not in "".join(server.output) and "falsch" not in "".join(server.output)
        assert len(mailbox.messages) == 1


def test_a_slow_mail_server_holds_up_nobody_else(tmp_path):
    port = free_port()
    mailbox = Mailbox(pause=6)
    with mail_server(mailbox, port), running(tmp_path / "town.gpkg", *mail_settings(port)) as server:
        ada = administrator(server)
        import threading
        waiting = threading.Thread(target=lambda: ada.post("/admin/mail", data={"recipient": "eva@example.de"}))
        waiting.start()
        time.sleep(0.5)
        begun = time.monotonic()
        for _ in range(20):
            assert requests.get(server.url + "/data", timeout=5).status_code == 200
        assert time.monotonic() - begun < 4
        waiting.join()
    assert len(mailbox.messages) == 1


def test_alerts_say_what_somebody_has_to_do_once(tmp_path):
    port = free_port()
    mailbox = Mailbox()
    database = tmp_path / "town.gpkg"
    certificate(tmp_path)
    alarming = mail_settings(
        port, "alert-mail=edv@example.de", f"mqtt-tls-port={free_port()}", f"mqtt-certificate={tmp_path / 'cert.pem'}",
        f"mqtt-key={tmp_path / 'key.pem'}")
    with mail_server(mailbox, port):
        with running(database, *alarming) as server:
            wait_for(lambda: mailbox.messages, seconds=60)
            page = administrator(server).get("/admin").text
            assert "valid for two more weeks" in page and "cert.pem is valid until" in page
        envelope, message, _ = mailbox.messages[0]
        assert envelope.rcpt_tos == ["edv@example.de"]
        assert "Ein Zertifikat endet in weniger als zwei Wochen" in message.get_content()
        assert "Renew the certificate" in message.get_content()
        with running(database, *alarming):
            time.sleep(25)
        assert len(mailbox.messages) == 1
    refused = allmende("serve", "--database", database, *settings("alert-mail=edv@example.de"), check=False)
    assert refused.returncode == 64 and "alert-mail needs smtp-server" in refused.stderr


def test_several_towns_are_looked_after_together(tmp_path):
    folder = tmp_path / "etc"
    folder.mkdir()
    ports = {name: free_port() for name in ["adorf", "bheim"]}
    for name, port in ports.items():
        database = tmp_path / name / "town.gpkg"
        database.parent.mkdir()
        (folder / f"{name}.conf").write_text(
            f"database = {database}\nport = {port}\nmqtt-port = off\nbackup-folder = {tmp_path / name / 'safe'}\n")
        allmende("user", "create", "--database", database, "--login", "ada", "--name", "Ada", "--role", "administrator",
                 stdin=PASSWORD + "\n")

    def look():
        result = allmende("doctor", "--all", folder, "--json", check=False)
        report = json.loads(result.stdout)
        assert result.returncode == (0 if report["ok"] else 1)
        return {town["town"]: {each["rule"] for each in town["findings"]} for town in report["towns"]}, report

    found, _ = look()
    assert all("the server runs" in rules for rules in found.values())
    arguments = ["--port", str(ports["adorf"])]
    with running(tmp_path / "adorf/town.gpkg", *arguments):
        found, report = look()
        assert "the server runs" not in found["adorf"] and "the server runs" in found["bheim"]
        assert report["conflicts"] == []
        allmende("backup", "--all", folder)
    assert all(len(list((tmp_path / name / "safe").glob("town-*.gpkg"))) == 1 for name in ports)
    (folder / "cstadt.conf").write_text((folder / "adorf.conf").read_text())
    text = allmende("doctor", "--all", folder, check=False)
    assert text.returncode == 1 and "each town has a database of its own: NO (adorf, cstadt:" in text.stdout
    # a town that is broken hides none of the others
    (tmp_path / "bheim/town.gpkg").write_bytes(b"no database at all")
    text = allmende("backup", "--all", folder, check=False)
    assert text.returncode == 1 and "bheim" in text.stderr and text.stdout.count("is copied to") == 2
    for wrong in [["doctor"], ["doctor", "--all", tmp_path / "nothing"], ["backup", "--all", folder, "--keep", "3"],
                  ["doctor", "--all", folder, "--database", "x.gpkg"]]:
        assert allmende(*wrong, check=False).returncode == 64, wrong


def test_slow_statements_stand_in_the_log_without_values(database):
    with running(database, *settings("slow-statement=1", "log-format=json")) as server:
        session = server.session()
        stream = {"name": "s", "description": "d", "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                  "unitOfMeasurement": {"name": "n", "symbol": "s", "definition": "d"},
                  "Thing": {"name": "geheimes Ding", "description": "d"},
                  "Sensor": {"name": "s", "description": "d", "encodingType": "text/html", "metadata": "m"},
                  "ObservedProperty": {"name": "p", "definition": "d", "description": "d"}}
        assert session.post(server.url + "/v1.1/Datastreams", json=stream).status_code == 201
        for _ in range(50):
            session.get(server.url + "/v1.1/Things?$filter=substringof('geheim',name)")
        lines = wait_for(lambda: [
            entry for line in server.output if line.startswith("{")
            for entry in [json.loads(line)] if entry["message"] == "slow statement"])
        assert all(float(entry["milliseconds"]) >= 1 for entry in lines)
        assert "geheim" not in "".join(server.output)
        assert re.search(r"^allmende_slow_statements_total [1-9]", session.get(server.url + "/metrics").text, re.MULTILINE)


def test_first_steps_lead_from_an_empty_installation_to_a_town(tmp_path):
    with running(tmp_path / "town.gpkg", key=False) as server:
        nobody = requests.get(server.url + "/?lang=en").text
        assert 'href="/setup"' in nobody and "/admin/backups" not in nobody
        ada = administrator(server)
        page = ada.get("/").text
        assert 'href="/setup"' not in page
        for address in ["/town", "/imports/new", "/planning/start", "/admin/backups"]:
            assert f'class="button" href="{address}"' in page, address
        assert "First steps: 1 of 5 done" in ada.get("/admin").text
        # who is not known learns of no step
        nobody = requests.get(server.url + "/?lang=en").text
        assert "/imports/new" not in nobody and 'href="/login"' in nobody
        ada.post("/admin/backups")
        assert "First steps: 2 of 5 done" in ada.get("/admin").text
        # a town with a name whose imprint lacks what the law asks for is not presented yet
        allmende("town", "set", "--database", server.database, "name=Adorf")
        assert "First steps: 2 of 5 done" in ada.get("/admin").text
        allmende(
            "town", "set", "--database", server.database, "street=Markt 1", "postal-code=12345", "place=Adorf",
            "email=rathaus@example.de", "telephone=030 1234", "representative=Ada Adler")
        # nor is one whose other legal pages lack something: the same page would name what is missing
        assert "First steps: 2 of 5 done" in ada.get("/admin").text
        allmende(
            "town", "set", "--database", server.database, "privacy-officer=datenschutz@example.de",
            "privacy-authority=LfDI", "accessibility-date=2026-11-01", "accessibility-method=self",
            "accessibility-contact=rathaus@example.de", "enforcement=Schlichtungsstelle")
        assert "First steps: 3 of 5 done" in ada.get("/admin").text


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pages_are_accessible_and_fit(tmp_path, browser, language, width):  # noqa: F811
    database = tmp_path / "town.gpkg"
    port = free_port()
    allmende("user", "create", "--database", database, "--login", "ada", "--name", "Ada", "--role", "administrator",
             stdin=PASSWORD + "\n")
    with running(database, *mail_settings(port, "backup-at=02:00")) as server:
        browser.get(server.url + "/login")
        browser.find_element("id", "login").send_keys("ada")
        browser.find_element("id", "password").send_keys(PASSWORD)
        test_pages.press(browser, "main form button[type=submit]")
        browser.get(server.url + "/admin/backups")
        test_pages.press(browser, "main form button[type=submit]")
        browser.get(server.url + "/admin/mail")
        browser.find_element("id", "recipient").send_keys("eva@example.de")
        test_pages.press(browser, "main form button[type=submit]")
        pages = ["/", "/admin", "/admin/backups", "/admin/backups?done=ended", "/admin/log", "/admin/mail", "/admin/data"]
        faults = test_pages.faults_of(browser, server, pages, language, width)
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
