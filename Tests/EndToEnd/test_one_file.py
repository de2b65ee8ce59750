# SPDX-License-Identifier: EUPL-1.2
"""The one file and copies of it: closed it holds everything, a copy is sound or was never made, and a file that is lost
under the server is noticed."""
import contextlib
import fcntl
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import threading
import time

import pytest
import requests

from conftest import BINARY, allmende, running
from test_durability import make_datastream

# what breaks each rule about the file itself, and what is named
FILE_RULES = {
    "file is undamaged": (
        "CREATE TABLE extra (a); INSERT INTO extra VALUES (1); CREATE INDEX of_extra ON extra (a); PRAGMA writable_schema = ON; "
        "UPDATE sqlite_master SET sql = sql || ' WHERE a > 5' WHERE name = 'of_extra'", "of_extra"),
    "references point to existing rows": ("INSERT INTO thing_location (thing_id, location_id) VALUES (999, 999)", "thing_location"),
    "file is a GeoPackage": ("PRAGMA application_id = 1", "application_id 1,"),
    "registered layers exist": (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('weg', 'attributes', 'weg')", "weg"),
    "registered layers have their geometry column": (
        "CREATE TABLE wege (fid INTEGER PRIMARY KEY); "
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('wege', 'features', 'wege')", "wege"),
}
NIGHTS = 200 if os.environ.get("ALLMENDE_TEST_SOAK") else 30


def names(folder):
    return sorted(entry.name for entry in pathlib.Path(folder).iterdir() if not entry.name.endswith(".lock"))


def observations(path):
    """What the file alone holds, read without touching it."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM observation").fetchone()[0]


class Writer:
    """Posts observations one after the other, and knows how many were acknowledged."""

    def __init__(self, server, stream):
        self.acknowledged = 0
        self.refused = None
        self._stop = threading.Event()
        session = server.session()
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations"

        def work():
            for step in range(10**6):
                if self._stop.is_set():
                    return
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_767_225_600 + step))
                try:
                    answer = session.post(url, json={"result": step, "phenomenonTime": moment}, timeout=20)
                except requests.RequestException:
                    return
                if answer.status_code != 201:
                    self.refused = answer
                    return
                self.acknowledged += 1
                time.sleep(0.01)

        self.thread = threading.Thread(target=work, daemon=True)
        self.thread.start()

    def stop(self):
        self._stop.set()
        self.thread.join(30)


@contextlib.contextmanager
def small_disk(folder, megabytes):
    assert os.geteuid() == 0, "this test mounts a small file system and needs root"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(path, leave):
    """Fills the disk of a file until so many bytes are left."""
    status = os.statvfs(path.parent)
    size = max(0, status.f_bavail * status.f_frsize - leave)
    with open(path, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, size) if size else None


def ready(server):
    return requests.get(f"{server.url}/ready", timeout=10)


def test_after_every_end_the_file_is_alone_and_holds_everything(tmp_path):
    folder = tmp_path / "town"
    folder.mkdir()
    database = folder / "town.gpkg"
    allmende("simulate", "--database", database, "--things", 2, "--streams", 4, "--observations", 400)
    assert names(folder) == ["town.gpkg"] and observations(database) == 400
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(database) as server:
            stream = make_datastream(server)
            url = f"{server.url}/v1.1/Datastreams({stream})/Observations"
            assert server.session().post(url, json={"result": 1}).status_code == 201
            server.process.send_signal(number)
            assert server.process.wait(20) == 0
        assert names(folder) == ["town.gpkg"], "the server leaves nothing beside"
    assert observations(database) == 402
    failed = allmende("key", "revoke", "--database", database, "4711", check=False)
    assert failed.returncode == 1 and names(folder) == ["town.gpkg"], "a command that fails leaves nothing either"
    shutil.copy(database, tmp_path / "copy.gpkg")
    with running(tmp_path / "copy.gpkg") as server:
        found = server.session().get(f"{server.url}/v1.1/Observations?$count=true&$top=0").json()
        assert found["@iot.count"] == 402
    layers = subprocess.run(["ogrinfo", "-ro", database], capture_output=True, text=True)
    assert layers.returncode == 0 and "ERROR" not in layers.stderr, layers.stderr


def test_a_command_that_is_told_to_stop_closes_its_file(tmp_path):
    database = tmp_path / "town.gpkg"
    process = subprocess.Popen(
        [BINARY, "simulate", "--database", database, "--things", "100", "--streams", "1000", "--observations", "5000000"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (database.exists() and database.stat().st_size > 3_000_000):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130, process.stderr.read()
    assert names(tmp_path) == ["town.gpkg"]
    allmende("check", "--database", database)


@pytest.mark.parametrize("rule", FILE_RULES)
def test_each_rule_about_the_file_names_what_breaks_it(tmp_path, rule):
    database = tmp_path / "town.gpkg"
    allmende("key", "create", "--database", database, "--role", "administrator")
    statements, named = FILE_RULES[rule]
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.executescript(statements)
    checked = allmende("check", "--database", database, "--json", check=False)
    findings = json.loads(checked.stdout)["findings"]
    assert checked.returncode == 1 and [finding["rule"] for finding in findings] == [rule]
    assert findings[0]["remedy"] and named in findings[0]["examples"][0], findings


def test_who_holds_the_file_at_the_end_is_said(tmp_path):
    database = tmp_path / "town.gpkg"
    with running(database) as server:
        make_datastream(server)
        with contextlib.closing(sqlite3.connect(database)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM thing").fetchone()
            make_datastream(server)
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(30) == 2
        time.sleep(0.5)
        assert "town.gpkg-wal" in "".join(server.output)
    allmende("check", "--database", database)
    assert names(tmp_path) == ["town.gpkg"]


@pytest.mark.parametrize("make, word", [
    (lambda path: path.touch(), "empty file (0 bytes)"),
    (lambda path: sqlite(path, "PRAGMA journal_mode = WAL"), "no table"),
    (lambda path: sqlite(path, "CREATE TABLE bookmarks (a)"), "another program"),
    (lambda path: sqlite(path, "PRAGMA application_id = 1196444487; CREATE TABLE gpkg_contents (a)"), "a GeoPackage of another"),
    (lambda path: path.with_name("town.gpkg-wal").write_bytes(b"x" * 5000), "the rest of a database"),
])
def test_what_is_no_town_is_refused_by_all_commands(tmp_path, make, word):
    path = tmp_path / "town.gpkg"
    make(path)
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    commands = [
        ("serve", "--database", path, "--port", "0"), ("check", "--database", path),
        ("backup", "--database", path, "--to", tmp_path / "copy"), ("key", "create", "--role", "viewer", "--database", path),
        ("restore", "--database", tmp_path / "other", "--from", path),
    ]
    for command in commands:
        result = allmende(*command, check=False, timeout=60)
        assert result.returncode == 2, (command, result.stdout, result.stderr)
        missing = command[0] in ("check", "backup") and not path.exists()
        assert missing or word in result.stderr, (command, result.stderr)
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


def sqlite(path, statements):
    subprocess.run(["sqlite3", path, statements], check=True, stdout=subprocess.DEVNULL)


def test_an_empty_file_becomes_a_town_when_that_is_asked_for(tmp_path):
    path = tmp_path / "town.gpkg"
    path.touch()
    with running(path, "--new", key=False) as server:
        assert ready(server).status_code == 200
    allmende("check", "--database", path)


def test_a_copy_without_its_log_is_found(tmp_path):
    database, copy = tmp_path / "town.gpkg", tmp_path / "copy.gpkg"
    with running(database) as server:
        make_datastream(server)
        shutil.copy(database, copy)
        young = allmende("check", "--database", copy, check=False)
        assert young.returncode != 0
    with running(database) as server:
        make_datastream(server)
        shutil.copy(database, copy)
        report = allmende("check", "--database", copy, "--json", check=False)
        assert report.returncode == 1 and "file was closed" in report.stdout, report.stdout + report.stderr
    assert allmende("restore", "--database", database, "--from", copy, check=False).returncode == 2
    assert allmende("backup", "--database", copy, "--to", tmp_path / "of-it", check=False).returncode == 2
    allmende("check", "--database", copy, "--accept-missing-wal")
    allmende("check", "--database", copy)


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_lost_under_the_server_is_noticed_and_saved(tmp_path, is_replaced):
    folder = tmp_path / "town"
    folder.mkdir()
    database, other = folder / "town.gpkg", tmp_path / "other.gpkg"
    allmende("key", "create", "--role", "viewer", "--database", other)
    with running(database, "--log-format", "json") as server:
        writer = Writer(server, make_datastream(server))
        time.sleep(1)
        assert ready(server).status_code == 200
        os.replace(other, database) if is_replaced else database.unlink()
        deadline = time.monotonic() + 20
        while ready(server).status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        answer = ready(server)
        assert answer.status_code == 503
        assert ("replaced" if is_replaced else "deleted") in answer.json()["reason"], answer.text
        writer.thread.join(30)
        assert writer.refused is not None and writer.refused.status_code == 503, writer.refused
        assert writer.refused.json()["title"] == "Database file lost"
        while not list(folder.glob("*.rescued-*Z")) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert requests.get(f"{server.url}/health").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 2, "this was no clean end"
        time.sleep(0.5)
        assert "allmende restore" in "".join(server.output)
    saved = [name for name in names(folder) if ".rescued-" in name]
    assert len(saved) == 1, names(folder)
    assert names(folder) == sorted(saved + ["town.gpkg"] * is_replaced), "nothing of the lost file lies beside the new one"
    assert writer.acknowledged > 0
    assert observations(folder / saved[0]) >= writer.acknowledged, "what was acknowledged is saved"
    allmende("restore", "--database", database, "--from", folder / saved[0])
    allmende("check", "--database", database)
    assert observations(database) >= writer.acknowledged


def test_the_disk_is_told_to_be_full_before_a_write_is_refused(tmp_path):
    with small_disk(tmp_path / "disk", 40) as disk, \
            running(disk / "town.gpkg", "--set", "disk-reserve=8") as server:
        url = f"{server.url}/v1.1/Datastreams({make_datastream(server)})/Observations"
        session = server.session()
        assert ready(server).status_code == 200
        fill(disk / "ballast", 10 << 20)
        assert ready(server).status_code == 200
        told, step = None, 0
        while True:
            step += 1
            answer = ready(server)
            told = told or (answer.status_code == 503 and answer.json()["reason"])
            assert step < 3000
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_767_225_600 + step))
            answer = session.post(url, json={"result": 1, "phenomenonTime": moment, "parameters": {"note": "x" * 60_000}})
            if answer.status_code != 201:
                break
        assert answer.status_code == 507
        assert told and "disk-reserve" in told, "ready told it before"
        (disk / "ballast").unlink()
        time.sleep(2.1)
        assert ready(server).status_code == 200


def test_dated_backups_in_a_folder(tmp_path):
    database, folder = tmp_path / "town.gpkg", tmp_path / "backups"
    folder.mkdir()
    allmende("key", "create", "--role", "viewer", "--database", database)
    for name in ("town-2026-01-01T0200.gpkg", "town-2026-01-02T0200.gpkg", "elsewhere.gpkg"):
        shutil.copy(database, folder / name)
    own = folder / "town-2018-01-01T0200.gpkg" / "own"
    own.mkdir(parents=True)
    (own / "letter").write_text("mine")
    result = allmende("backup", "--database", database, "--to", folder, "--keep", "2")
    assert "town-2026-01-01T0200.gpkg is removed" in result.stdout
    assert (own / "letter").read_text() == "mine", "only backups are removed"
    left = [name for name in names(folder) if "2018" not in name]
    assert left[:2] == ["elsewhere.gpkg", "town-2026-01-02T0200.gpkg"] and len(left) == 3, left
    allmende("check", "--database", folder / left[2])
    assert allmende("backup", "--database", database, "--to", tmp_path / "x", "--keep", "2", check=False).returncode == 64
    assert allmende("backup", "--database", database, "--to", folder, "--keep", "0", check=False).returncode == 64
    refused = allmende("backup", "--database", database, "--to", database, check=False)
    assert refused.returncode == 2 and "one and the same" in refused.stderr


def test_only_a_plain_file_or_a_new_one_is_a_place_for_a_copy(tmp_path):
    database, fifo = tmp_path / "town.gpkg", tmp_path / "fifo"
    os.mkfifo(fifo)
    for is_served in (False, True):
        with contextlib.ExitStack() as stack:
            if is_served:
                server = stack.enter_context(running(database))
            else:
                allmende("key", "create", "--role", "viewer", "--database", database)
            targets = [fifo, "/dev/full", "/dev/stdout", f"{tmp_path}/unmounted/", f"{tmp_path}/./town.gpkg.lock"]
            targets += [f"{database}{suffix}" for suffix in ("-wal", "-shm", "-journal", ".lock")]
            for target in targets:
                result = allmende("backup", "--database", database, "--to", target, check=False, timeout=60)
                assert result.returncode == 2, (target, result.stdout, result.stderr)
            if is_served:
                make_datastream(server)
                assert ready(server).status_code == 200
    for command in [("check", "--database", fifo), ("serve", "--database", fifo),
                    ("restore", "--database", tmp_path / "other", "--from", fifo),
                    ("restore", "--database", fifo, "--from", database)]:
        result = allmende(*command, check=False, timeout=60)
        assert result.returncode == 2 and "is no plain file" in result.stderr, (command, result.stderr)
    assert names(tmp_path) == ["fifo", "town.gpkg"] and stat.S_ISFIFO(fifo.stat().st_mode)


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_second_server_is_refused_though_the_lock_was_removed(tmp_path, is_replaced):
    database, lock = tmp_path / "town.gpkg", tmp_path / "town.gpkg.lock"
    with running(database) as server:
        for _ in range(3):
            if is_replaced:
                (tmp_path / "other").write_text("")
                os.replace(tmp_path / "other", lock)
            else:
                lock.unlink()
            second = allmende("serve", "--database", database, "--port", "0", check=False, timeout=60)
            assert second.returncode == 2 and "in use by a running server" in second.stderr, second.stderr
            restored = allmende("restore", "--database", database, "--from", tmp_path / "x", check=False)
            assert restored.returncode == 2
            make_datastream(server)
            assert ready(server).status_code == 200, "the lock is taken again"
        lock.unlink()
        with open(lock, "w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            answer = ready(server)
            assert answer.status_code == 503 and "town.gpkg.lock was removed or replaced" in answer.json()["reason"]
        assert ready(server).status_code == 200
    with running(database):
        pass
    allmende("check", "--database", database)


def test_nights_of_backup_check_and_restore_with_every_accident(tmp_path):
    """Whatever happens: the backup is sound and new, or the code is not zero and the one before is still there."""
    rng = random.Random(1803)
    database, elsewhere, restored = tmp_path / "town.gpkg", tmp_path / "elsewhere.gpkg", tmp_path / "restored.gpkg"
    allmende("simulate", "--database", elsewhere, "--things", 20, "--streams", 40, "--observations", 2000)
    with sqlite3.connect(elsewhere) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE thing SET name = name || ' 2'")
        connection.commit()
        foreign = pathlib.Path(f"{elsewhere}-wal").read_bytes()
    assert len(foreign) > 4096
    accidents = ["none", "old log", "foreign log", "journal", "killed", "disk full", "replaced", "read-only", "unsound"]
    codes = {}

    with small_disk(tmp_path / "disk", 30) as disk, contextlib.ExitStack() as stack:
        target = disk / "town.gpkg"
        server = stack.enter_context(running(database))
        writer = Writer(server, make_datastream(server))
        kept, old_log, isolated = None, foreign, None
        for night in range(NIGHTS):
            if night == NIGHTS * 2 // 3:
                writer.stop()
                stack.pop_all().close()
                server = None
            accident = accidents[night % len(accidents)] if night < 2 * len(accidents) else rng.choice(accidents)
            before = writer.acknowledged
            command = [BINARY, "backup", "--database", database, "--to", target]
            if accident == "old log":
                target.with_name("town.gpkg-wal").write_bytes(old_log)
            elif accident == "foreign log":
                target.with_name("town.gpkg-wal").write_bytes(foreign)
                target.with_name("town.gpkg-shm").write_bytes(b"\0" * 32768)
            elif accident == "journal":
                target.with_name("town.gpkg-journal").write_bytes(os.urandom(4096))
            elif accident == "disk full":
                fill(disk / "ballast", rng.choice([0, 300_000, 1_500_000]))
            elif accident == "replaced":
                target.unlink(missing_ok=True)
                shutil.copy(rng.choice([elsewhere, pathlib.Path(__file__)]), target)
            elif accident == "read-only":
                subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            elif accident == "unsound":
                orphan(database, 4711)
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if accident == "killed":
                time.sleep(rng.uniform(0, 1.5))
                process.kill()
            output = process.communicate(timeout=120)
            code = process.returncode
            codes.setdefault(accident, set()).add(code)
            # morning: the accident is over
            if accident == "read-only":
                subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
            (disk / "ballast").unlink(missing_ok=True)
            if accident == "unsound":
                assert code == 1, output
                orphan(database, None)
            about = f"night {night}, {accident}, code {code}: {output}, {names(disk)}"
            if accident in ("none", "old log", "foreign log", "journal", "replaced"):
                assert code == 0, about
            if accident in ("read-only",):
                assert code != 0, about
            if code == 0:
                assert set(names(disk)) <= {"town.gpkg", "town.gpkg.unsound"}, about
            if target.exists():
                checked = allmende("check", "--database", target, check=False)
                assert checked.returncode == 0, f"{about}: {checked.stdout}{checked.stderr}"
                found = observations(target)
                assert found >= (before if code == 0 else kept or 0), about
                kept = found
            else:
                assert kept is None, about
            (disk / "town.gpkg.unsound").unlink(missing_ok=True)
            if night % 3 == 2 and kept is not None:
                restored.with_name("restored.gpkg-wal").write_bytes(foreign)
                allmende("restore", "--database", restored, "--from", target)
                allmende("check", "--database", restored)
                assert observations(restored) == kept, about
                assert not restored.with_name("restored.gpkg-wal").exists()
                with sqlite3.connect(restored) as connection:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.execute("UPDATE setting SET value = value")
                    connection.commit()
                    old_log = pathlib.Path(f"{restored}-wal").read_bytes() or old_log
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.close()
                allmende("check", "--database", restored)
    assert writer.refused is None
    assert codes["none"] == {0} and set(accidents) == set(codes), codes
    allmende("check", "--database", database)
    assert observations(database) == writer.acknowledged


def orphan(database, number):
    """Puts a row into the file that breaks a rule, or takes it out again."""
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        if number:
            connection.execute(
                f"INSERT INTO observation (datastream_id, phenomenon_time, id, result) VALUES ({number}, 0, {number}, 1)")
        else:
            connection.execute("DELETE FROM observation WHERE datastream_id = 4711")
        connection.commit()


def test_a_served_demonstration_ends_in_order(tmp_path):
    """It was ended by the signal itself, with its log left behind: the work before had taken the handler away."""
    database = tmp_path / "demo.gpkg"
    process = subprocess.Popen(
        [BINARY, "demo", "--days", "3", "--port", "0", "--database", database], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, env={**os.environ, "ALLMENDE_MQTT_PORT": "off"})
    try:
        line = process.stdout.readline()
        assert " at http" in line, line
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert names(tmp_path) == ["demo.gpkg"]
    finally:
        process.kill()


def test_a_taken_port_is_named_with_the_way_out(tmp_path):
    with running(tmp_path / "other.gpkg") as server:
        port = server.url.rsplit(":", 1)[1]
        answer = subprocess.run(
            [BINARY, "serve", "--database", tmp_path / "town.gpkg", "--port", port, "--mqtt-port", "off"],
            capture_output=True, text=True, timeout=60)
    assert answer.returncode == 64
    assert f"port {port} of 127.0.0.1 is taken" in answer.stderr and "--port" in answer.stderr


@pytest.mark.parametrize("command", [["user", "list"], ["user", "setup-link"], ["key", "list"], ["key", "revoke", "1"]])
def test_a_misspelt_database_makes_no_town(tmp_path, command):
    answer = subprocess.run(
        [BINARY, *command, "--database", tmp_path / "stdat.gpkg"], capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2 and "there is no file" in answer.stderr
    assert names(tmp_path) == []


def test_who_may_see_a_data_set_is_noted_whichever_way_it_changes(tmp_path):
    database = tmp_path / "town.gpkg"
    values = ["--title", "Zähler", "--owner", "Amt", "--licence", "cc-zero"]
    allmende("dataset", "set", "zaehler", "--new", "--database", database, *values)
    allmende("dataset", "set", "zaehler", "--access", "public", "--database", database)
    # a run that stores nothing publishes nothing
    table = tmp_path / "leer.csv"
    table.write_text("a;b\n1;2\n")
    answer = subprocess.run(
        [BINARY, "import", "--mapping", "muenster-parken", "--database", database, table], capture_output=True, text=True)
    assert answer.returncode != 0
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute(
            "SELECT action, object, detail FROM audit_entry WHERE object LIKE 'dataset/%'").fetchall() == [
                ("update", "dataset/zaehler", '{"access":"public"}')]
        access = dict(connection.execute("SELECT slug, access FROM dataset"))
    assert access.pop("zaehler") == "public"
    assert set(access.values()) <= {"internal"}
