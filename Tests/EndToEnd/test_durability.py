# SPDX-License-Identifier: EUPL-1.2
"""What an operator fears: the process killed, the disk full, the file read-only."""
import concurrent.futures
import json
import os
import pathlib
import random
import resource
import signal
import subprocess
import threading
import time

import pytest
import requests

from conftest import allmende, running

pytestmark = pytest.mark.alone

ROUNDS = 50 if os.environ.get("ALLMENDE_TEST_SOAK") else 4


def make_datastream(server):
    body = {
        "name": "Zähler", "description": "Ring", "observationType": "…/OM_Measurement",
        "unitOfMeasurement": {"name": "Anzahl", "symbol": "1", "definition": "count"},
        "Thing": {"name": "Ring", "description": "Kreuzung", "Locations": [{
            "name": "Ring", "description": "", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [7.6, 51.9]}}]},
        "Sensor": {"name": "Schleife", "description": "", "encodingType": "text/html", "metadata": "keine"},
        "ObservedProperty": {"name": "Fahrräder", "definition": "https://example.org/d", "description": ""},
    }
    answer = server.session().post(f"{server.url}/v1.1/Datastreams", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["@iot.id"]


def test_kill_9_under_load_loses_nothing_acknowledged(tmp_path):
    database = tmp_path / "town.gpkg"
    rng = random.Random(1648)
    acknowledged = set()
    stream = None
    number = 0
    lock = threading.Lock()

    for _ in range(ROUNDS):
        with_key = running(database)
        server = with_key.__enter__()
        if stream is None:
            stream = make_datastream(server)
        stop = threading.Event()

        def post():
            nonlocal number
            session = server.session()
            while not stop.is_set():
                with lock:
                    number += 1
                    mine = number
                seconds = 1_767_225_600 + mine
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
                try:
                    answer = session.post(
                        f"{server.url}/v1.1/Datastreams({stream})/Observations",
                        json={"phenomenonTime": moment, "result": mine}, timeout=5)
                except requests.RequestException:
                    return
                if answer.status_code == 201:
                    with lock:
                        acknowledged.add(mine)

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for _ in range(8):
                pool.submit(post)
            time.sleep(rng.uniform(0.2, 0.8))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(10)
            stop.set()

        report = json.loads(allmende("check", "--database", database, "--json").stdout)
        assert report["ok"] is True, report

    assert len(acknowledged) > ROUNDS * 10
    with running(database) as server:
        stored = set()
        session = server.session()
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations?$select=result&$top=10000"
        while url:
            page = session.get(url).json()
            stored |= {int(row["result"]) for row in page["value"]}
            url = page.get("@iot.nextLink")
    lost = acknowledged - stored
    assert not lost, f"{len(lost)} acknowledged observations are gone: {sorted(lost)[:10]}"


@pytest.fixture
def small_disk(tmp_path):
    assert os.geteuid() == 0, "this test mounts a small file system and needs root"
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_told_survived_and_left_behind(small_disk):
    with running(small_disk / "town.gpkg", "--set", "disk-reserve=0") as server:
        session = server.session()
        stream = make_datastream(server)
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations"
        ballast = small_disk / "ballast"
        with open(ballast, "wb") as file:
            try:
                while True:
                    file.write(b"x" * 65_536)
                    file.flush()
            except OSError:
                pass
        acknowledged, refused = 0, None
        for step in range(5_000):
            answer = session.post(url, json={"result": step, "parameters": {"note": "x" * 500}})
            if answer.status_code == 201:
                acknowledged += 1
            else:
                refused = answer
                break
        assert refused is not None and refused.status_code == 507, refused and refused.text
        assert refused.headers["Content-Type"].startswith("application/problem+json")
        assert refused.headers["Retry-After"]
        time.sleep(2.1)
        assert requests.get(f"{server.url}/ready").status_code == 503
        assert requests.get(f"{server.url}/health").status_code == 200
        count = session.get(url + "?$count=true&$top=0").json()["@iot.count"]
        assert count == acknowledged, "reading goes on, and what was acknowledged is there"

        ballast.unlink()
        time.sleep(2.1)
        assert requests.get(f"{server.url}/ready").status_code == 200
        assert session.post(url, json={"result": 1}).status_code == 201
        assert session.get(url + "?$count=true&$top=0").json()["@iot.count"] == acknowledged + 1


def test_a_disk_that_takes_no_more_writes_is_told_survived_and_left_behind(small_disk):
    """What a disk is after a fault: to be read only. The kernel's limit of the process stands for it, as long as a file
    is open for writing the kernel turns no disk read-only on request."""
    with running(small_disk / "town.gpkg", "--set", "disk-reserve=0") as server:
        session = server.session()
        stream = make_datastream(server)
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations"
        assert session.post(url, json={"result": 1}).status_code == 201
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        refused = session.post(url, json={"result": 2})
        assert refused.status_code in (503, 507), refused.text
        assert refused.headers["Content-Type"].startswith("application/problem+json")
        time.sleep(2.1)
        assert requests.get(f"{server.url}/ready").status_code == 503
        assert session.get(url + "?$count=true&$top=0").json()["@iot.count"] == 1
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        time.sleep(2.1)
        assert requests.get(f"{server.url}/ready").status_code == 200
        assert session.post(url, json={"result": 3}).status_code == 201
        assert session.get(url + "?$count=true&$top=0").json()["@iot.count"] == 2


def test_a_read_only_disk_is_named_at_the_start(small_disk):
    database = small_disk / "town.gpkg"
    with running(database):
        pass
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    refused = allmende("serve", "--database", database, "--port", "0", check=False, timeout=30)
    assert refused.returncode == 2, refused.stderr
    assert "read-only" in refused.stderr.lower() and str(database) in refused.stderr, refused.stderr
    assert "Fatal" not in refused.stderr
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    with running(database, "--set", "disk-reserve=0") as server:
        assert requests.get(f"{server.url}/ready").status_code == 200


def test_backup_while_writing_restore_and_check(tmp_path):
    database, backup = tmp_path / "town.gpkg", tmp_path / "backup.gpkg"
    with running(database) as server:
        stream = make_datastream(server)
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations"
        session = server.session()
        for step in range(50):
            session.post(url, json={"result": step, "phenomenonTime": f"2026-01-01T00:00:{step:02}Z"})
        allmende("backup", "--database", database, "--to", backup)
        session.post(url, json={"result": 99})
        refused = allmende("restore", "--database", database, "--from", backup, check=False)
        assert refused.returncode == 2
        assert "server" in refused.stderr
    allmende("restore", "--database", database, "--from", backup)
    assert allmende("check", "--database", database).returncode == 0
    with running(database) as server:
        url = f"{server.url}/v1.1/Datastreams({stream})/Observations?$count=true&$top=0"
        assert server.session().get(url).json()["@iot.count"] == 50


def count(server, entity):
    return server.session().get(f"{server.url}/v1.1/{entity}?$count=true&$top=0").json()["@iot.count"]


def test_the_printed_postgres_lines_save_and_restore_a_town(postgres, tmp_path):
    original, copy = postgres(), postgres()
    with running(original) as server:
        stream = make_datastream(server)
        for step in range(20):
            moment = f"2026-01-01T00:00:{step:02}Z"
            answer = server.session().post(
                f"{server.url}/v1.1/Datastreams({stream})/Observations", json={"result": step, "phenomenonTime": moment})
            assert answer.status_code == 201
        before = {name: count(server, name) for name in ("Things", "Datastreams", "Observations")}

    dump = tmp_path / "town's.dump"
    saved = allmende("backup", "--database", original, "--to", dump, check=False)
    assert saved.returncode == 64, "PostgreSQL has tools of its own; the command names them"
    subprocess.run(printed_line(saved, "pg_dump"), shell=True, check=True)
    restored = allmende("restore", "--database", copy, "--from", dump, check=False)
    assert restored.returncode == 64
    subprocess.run(printed_line(restored, "pg_restore"), shell=True, check=True)

    report = json.loads(allmende("check", "--database", copy, "--json").stdout)
    assert report["ok"] is True, report
    with running(copy) as server:
        assert {name: count(server, name) for name in before} == before


def printed_line(result, tool):
    lines = [line.strip() for line in (result.stdout + result.stderr).splitlines() if line.strip().startswith(tool)]
    assert len(lines) == 1, result.stdout + result.stderr
    return lines[0]


def test_check_finds_an_orphan_on_postgres(postgres):
    url = postgres()
    with running(url) as server:
        make_datastream(server)
    assert json.loads(allmende("check", "--database", url, "--json").stdout)["ok"] is True
    statement = "INSERT INTO observation (datastream_id, phenomenon_time, id, result) VALUES (4711, 0, 4711, 1)"
    subprocess.run(["psql", "--quiet", "--dbname", url, "--command", statement], check=True)
    checked = allmende("check", "--database", url, "--json", check=False)
    assert checked.returncode != 0
    assert json.loads(checked.stdout)["ok"] is False
    assert "observation" in checked.stdout
