# SPDX-License-Identifier: EUPL-1.2
"""The audit trail from outside: checkpoints, exports, the check without a server, and others' code for the same."""
import base64
import email
import email.policy
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import time

import pytest
import requests
from aiosmtpd.controller import Controller

import test_pages
from conftest import allmende, go_command, running
from test_pages import browser, press  # noqa: F401  (browser is a fixture)


def make_entries(database, count):
    for number in range(count):
        allmende("key", "create", "--database", database, "--role", "viewer", "--name", f"key {number}")


def checkpoint(database, path):
    path.write_text(allmende("audit", "checkpoint", "--database", database).stdout)
    return path


def export(database, path):
    allmende("audit", "export", path, "--database", database)
    return path


def node(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves):
    """RFC 6962 as its text has it."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(b"\1", root(leaves[:split]), root(leaves[split:]))


def test_a_trail_is_checked_without_a_server(database, tmp_path):
    make_entries(database, 3)
    outside = checkpoint(database, tmp_path / "outside.checkpoint")
    assert allmende("audit", "checkpoint", "--database", database).stdout.startswith("allmende/audit/")
    make_entries(database, 2)
    trail = export(database, tmp_path / "trail.jsonl")
    seen = allmende("verify", "audit", trail, "--since", outside).stdout
    assert "6 entries" in seen and "The first 3 are the same as at 20" in seen, seen
    assert "Nothing is shown for the time before 20" in seen
    verdict = json.loads(allmende("verify", "audit", trail, "--since", outside, "--json").stdout)
    assert verdict["ok"] and (verdict["unchangedEntries"], verdict["entries"]) == (3, 6)

    # the same with nothing but the standard library
    head, *lines = [json.loads(line) for line in trail.read_text().splitlines()]
    for line in lines:
        record = hashlib.sha256(b"\0" + bytes.fromhex(line["salt"]) + line["record"].encode()).hexdigest()
        assert json.loads(line["leaf"])["record"] == record
    leaves = [node(b"\0", line["leaf"].encode()) for line in lines]
    for text, size in [(head["checkpoint"], 6), (outside.read_text(), 3)]:
        assert text.split("\n")[1:3] == [str(size), base64.b64encode(root(leaves[:size])).decode()]

    # erased: the same checkpoint still holds
    future = allmende("audit", "erase", "--before", "2100-01-01T00:00:00Z", "--database", database, check=False)
    assert future.returncode == 64 and "lies in the future" in future.stderr
    time.sleep(1.1)
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    allmende("audit", "erase", "--before", now, "--database", database)
    later = export(database, tmp_path / "later.jsonl")
    verdict = json.loads(allmende("verify", "audit", later, "--since", outside, "--json").stdout)
    assert verdict["ok"] and verdict["erased"] == 6 and "key 1" not in later.read_text()


def faulty(trail, outside):
    result = allmende("verify", "audit", trail, "--since", outside, check=False)
    assert result.returncode == 1, (result.returncode, result.stdout, result.stderr)
    return result.stderr


def test_what_was_changed_is_caught(tmp_path):
    database = tmp_path / "town.gpkg"
    make_entries(database, 8)
    outside = checkpoint(database, tmp_path / "outside.checkpoint")
    copy = tmp_path / "copy.gpkg"
    shutil.copy(database, copy)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE audit_entry SET actor = 'nobody' WHERE position = 4")
    connection.close()
    # wherever it is looked at; the export is written all the same, for evidence
    for command in [("check",), ("audit", "checkpoint"), ("audit", "export", tmp_path / "changed.jsonl")]:
        result = allmende(*command, "--database", database, check=False)
        assert result.returncode == 1 and "entry 4: who did what" in result.stdout + result.stderr, (command, result)
    assert "entry 4:" in faulty(tmp_path / "changed.jsonl", outside)
    allmende("backup", "--database", database, "--to", tmp_path / "evidence.gpkg")

    # the whole log anew, by the program and with the right key, but without what happened in it
    with sqlite3.connect(copy) as connection:
        for table in ["ledger_delivery", "ledger_checkpoint", "ledger_tile", "audit_entry"]:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE ledger_log SET size = 0")
    connection.close()
    make_entries(copy, 9)
    rewritten = export(copy, tmp_path / "rewritten.jsonl")
    assert "the trail was rewritten, though with the right key" in faulty(rewritten, outside)
    inside = checkpoint(copy, tmp_path / "inside.checkpoint")
    assert "ok" in allmende("verify", "audit", export(copy, tmp_path / "own.jsonl"), "--since", inside, "--json").stdout


def test_one_entry_blanked_by_hand_is_found_offline(tmp_path):
    database = tmp_path / "town.gpkg"
    make_entries(database, 6)
    outside = checkpoint(database, tmp_path / "outside.checkpoint")
    trail = export(database, tmp_path / "trail.jsonl")
    head, *lines = trail.read_text().splitlines()
    lines[4] = json.dumps({"leaf": json.loads(lines[4])["leaf"]})
    blanked = tmp_path / "blanked.jsonl"
    blanked.write_text("\n".join([head, *lines]) + "\n")
    assert "entry 4: who did what to whom is gone" in faulty(blanked, outside)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE audit_entry SET salt = NULL, actor = '', object = '', detail = NULL WHERE position = 4")
    connection.close()
    assert allmende("check", "--database", database, check=False).returncode == 1
    assert allmende("audit", "export", trail, "--database", database, check=False).returncode == 1
    assert "entry 4: who did what to whom is gone" in faulty(trail, outside)


def test_an_export_goes_to_plain_files_and_leaves_no_entry_when_it_fails(database, tmp_path):
    make_entries(database, 1)
    fifo, link, target = tmp_path / "fifo", tmp_path / "link", tmp_path / "trail.jsonl"
    os.mkfifo(fifo)
    for place, code in [(fifo, 2), ("/dev/null", 2), ("/dev/stdout", 2), (tmp_path / "nowhere" / "x", 2), (tmp_path, 2),
                        (f"{tmp_path}/nowhere/", 2), (database, 2), (f"{database}-wal", 2), (f"{database}.lock", 2)]:
        result = allmende("audit", "export", place, "--database", database, check=False, timeout=60)
        assert result.returncode == code and "NS" not in result.stderr, (place, result.stdout, result.stderr)
    assert stat.S_ISFIFO(fifo.stat().st_mode) and stat.S_ISCHR(os.stat("/dev/null").st_mode)
    link.symlink_to(target.name)
    export(database, link)
    assert link.is_symlink() and len(target.read_text().splitlines()) == 3, "the head, the key, this export alone"


def test_wrong_files_are_named(tmp_path):
    database = tmp_path / "town.gpkg"
    make_entries(database, 1)
    outside = checkpoint(database, tmp_path / "outside.checkpoint")
    trail = export(database, tmp_path / "trail.jsonl")
    cases = [
        (tmp_path / "none.jsonl", outside, 64, "cannot be read"), (trail, tmp_path / "none", 64, "cannot be read"),
        (trail, trail, 64, "is no checkpoint"), (tmp_path, outside, 64, "cannot be read"), (outside, outside, 1, "line 1"),
    ]
    for file, since, code, words in cases:
        result = allmende("verify", "audit", file, "--since", since, check=False)
        assert (result.returncode, words in result.stderr) == (code, True), (file, since, result.stderr)
    missing = allmende("verify", "audit", trail, check=False)
    assert missing.returncode == 64 and "--since" in missing.stderr
    cut = tmp_path / "cut.jsonl"
    cut.write_text(trail.read_text()[:-30])
    assert "line " in faulty(cut, outside)


class Mailbox:
    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        return "250 OK"


def wait_for(found, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.2)
    raise AssertionError("it did not come")


def test_the_days_checkpoint_leaves_by_folder_and_mail(database, tmp_path):
    make_entries(database, 4)
    folder, mailbox = tmp_path / "outside", Mailbox()
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings = []
        for setting in [f"checkpoint-folder={folder}", "checkpoint-mail=dsb@example.de",
                        f"smtp-server=smtp://127.0.0.1:{port}", "smtp-sender=allmende@example.de"]:
            settings += ["--set", setting]
        with running(database, *settings) as server:
            file = wait_for(lambda: next(folder.glob("audit-*.checkpoint"), None))
            envelope, message = wait_for(lambda: mailbox.messages and mailbox.messages[0])
            page = wait_for(lambda: look(server))
        assert envelope.rcpt_tos == ["dsb@example.de"] and envelope.mail_from == "allmende@example.de"
        attached = next(message.iter_attachments())
        assert attached.get_content() == file.read_bytes() and attached.get_filename() == file.name
        assert "Für die Zeit vor diesem Stand belegt sie nichts" in message.get_body().get_content()
        assert f"in the folder {folder}, which must lie on another machine" in page and "Nothing is proven for the time before" in page
        # a second start on the same day sends nothing more
        with running(database, *settings):
            time.sleep(5)
        assert len(mailbox.messages) == 1 and len(list(folder.iterdir())) == 1
        allmende("verify", "audit", export(database, tmp_path / "trail.jsonl"), "--since", file)
    finally:
        controller.stop()


def look(server):
    page = server.session().get(server.url + "/account/audit?lang=en")
    assert page.status_code == 200
    return page.text if "by mail to dsb@example.de" in page.text else None


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_is_accessible(tmp_path, browser, language, width):  # noqa: F811
    database = tmp_path / "town.gpkg"
    make_entries(database, 3)
    allmende("user", "create", "--database", database, "--login", "eva", "--name", "Eva", "--role", "administrator",
             stdin="kirschbaum-42-wolke\n")
    with running(database) as server:
        browser.get(server.url + "/login")
        browser.find_element("id", "login").send_keys("eva")
        browser.find_element("id", "password").send_keys("kirschbaum-42-wolke")
        press(browser, "main form button[type=submit]")
        pages = ["/account/audit", "/account/audit?from=gestern", "/account/audit?actor=niemand"]
        faults = test_pages.faults_of(browser, server, pages, language, width)
        assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)


def test_gos_own_code_agrees(tmp_path):
    go = go_command()
    goroot, version = subprocess.run(
        [go, "env", "GOROOT", "GOVERSION"], capture_output=True, text=True, check=True).stdout.split()
    goroot = pathlib.Path(goroot)
    database = tmp_path / "town.gpkg"
    make_entries(database, 5)
    outside = checkpoint(database, tmp_path / "outside.checkpoint")
    make_entries(database, 4)
    trail = export(database, tmp_path / "trail.jsonl")
    module = tmp_path / "auditcheck"
    shutil.copytree(pathlib.Path(__file__).with_name("auditcheck"), module)
    for name in ["tlog", "note"]:
        shutil.copytree(goroot / "src/cmd/vendor/golang.org/x/mod/sumdb" / name, module / name)
    (module / "go.mod").write_text(f"module auditcheck\n\ngo {version.removeprefix('go')}\n")
    environment = {"PATH": str(go.parent), "HOME": str(tmp_path), "GOROOT": str(goroot), "GOFLAGS": "-mod=mod",
                   "GOPROXY": "off", "GOTOOLCHAIN": "local"}

    def run(file, since):
        return subprocess.run([go, "run", ".", file, since], cwd=module, env=environment, capture_output=True, text=True)

    good = run(trail, outside)
    assert (good.returncode, good.stdout) == (0, "consistent 5 10\n"), good.stderr
    changed = tmp_path / "changed.jsonl"
    changed.write_text(re.sub(r'\\"n\\":3,', r'\\"n\\":9,', trail.read_text()))
    assert run(changed, outside).returncode != 0
