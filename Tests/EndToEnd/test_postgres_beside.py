# SPDX-License-Identifier: EUPL-1.2
"""One PostgreSQL, several programs: commands beside a server, poolers in between."""
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

import pytest
import requests

from conftest import allmende, running
from test_mqtt_commands import counts

pytestmark = pytest.mark.alone

STATIONS = range(100020113, 100020121)


def files(folder, quarters):
    """A file for each station, two series in each; written anew with other values at each call."""
    for station in STATIONS:
        path = counts(folder / str(station) / "2025-11.csv", 0, quarters)
        path.write_text(path.read_text(encoding="utf-8").replace("100020113", str(station)), encoding="utf-8")
    return folder


def log(url):
    """What PostgreSQL has logged."""
    folder = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["host"][0]
    return pathlib.Path(folder, "log").read_text(encoding="utf-8", errors="replace")


def test_an_import_beside_posting_clients_hurts_nobody(postgres, tmp_path):
    database = postgres()
    allmende("import", "--database", database, "--mapping", "muenster-radverkehr", files(tmp_path, 4))
    logged = len(log(database))
    with running(database) as server:
        streams = [row["@iot.id"] for row in server.session().get(
            f"{server.url}/v1.1/Datastreams?$select=id&$top=100").json()["value"]]
        assert len(streams) == 2 * len(STATIONS)
        stop = threading.Event()
        answers = []

        def post(client):
            session = server.session()
            number = 0
            while not stop.is_set():
                number += 1
                stream = streams[(client * 7 + number) % len(streams)]
                moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_800_000_000 + client * 1_000_000 + number))
                body = {"result": number, "phenomenonTime": moment, "FeatureOfInterest": {"@iot.id": feature}}
                answers.append(session.post(
                    f"{server.url}/v1.1/Datastreams({stream})/Observations", json=body, timeout=60).status_code)

        feature = server.session().post(f"{server.url}/v1.1/FeaturesOfInterest", json={
            "name": "Here", "description": "", "encodingType": "application/geo+json",
            "feature": {"type": "Point", "coordinates": [7.6, 51.9]}}).json()["@iot.id"]
        threads = [threading.Thread(target=post, args=(client,)) for client in range(24)]
        for thread in threads:
            thread.start()
        try:
            for quarters in (1500, 2500):
                report = json.loads(allmende(
                    "import", "--database", database, "--mapping", "muenster-radverkehr", "--json",
                    files(tmp_path, quarters)).stdout)
                assert report["files"]["done"] == len(STATIONS), report
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert set(answers) == {201}, {code: answers.count(code) for code in set(answers)}
        count = server.session().get(f"{server.url}/v1.1/Observations?$count=true&$top=0").json()["@iot.count"]
        assert count == len(answers) + 2 * len(STATIONS) * 2500
    assert "deadlock detected" not in log(database)[logged:]


def test_a_layer_made_anew_by_a_command_is_read_at_once(postgres, tmp_path):
    """A column changes its type: what the server has prepared no longer fits."""
    database = postgres()
    shipped = pathlib.Path(__file__).parents[2] / "Rooms/Ingest/Mappings/muenster-tischtennis.json"
    mapping = json.loads(shipped.read_text(encoding="utf-8"))
    path, table = tmp_path / "mapping.json", tmp_path / "tischtennis.csv"

    def import_layer(year, kind):
        mapping["fields"][3]["type"] = kind
        path.write_text(json.dumps(mapping), encoding="utf-8")
        table.write_text(
            "Lon;Lat;LfdNr;Objektname;Objekttyp;PlatteBezeichnung;PlatteBaujahr;PlatteMaterial\n"
            f"7.6;51.9;1;Park;Platz;A;{year};Beton\n", encoding="utf-8")
        allmende("import", "--database", database, "--mapping", path, table)

    import_layer(2001, "integer")
    with running(database) as server:
        session = server.session()
        items = f"{server.url}/ogc/collections/tischtennisplatten/items"
        assert session.get(items).json()["features"][0]["properties"]["baujahr"] == 2001
        for year, kind in ((2002, "text"), (2003, "number"), (2004, "text"), (2005, "integer")):
            import_layer(year, kind)
            for _ in range(30):
                answer = session.get(items)
                assert answer.status_code == 200, answer.text
                assert float(answer.json()["features"][0]["properties"]["baujahr"]) == year


@contextlib.contextmanager
def pooled(url, mode, folder):
    """pgbouncer before a database; yields the URL through it."""
    parts = urllib.parse.urlsplit(url)
    host = urllib.parse.parse_qs(parts.query)["host"][0]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = pathlib.Path(folder, "pgbouncer.ini")
    users = pathlib.Path(folder, "users.txt")
    users.write_text('"allmende" ""\n', encoding="utf-8")
    settings.write_text(
        f"""[databases]
{parts.path[1:]} = user=allmende host={host}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
auth_file = {users}
pool_mode = {mode}
default_pool_size = 20
ignore_startup_parameters = options,extra_float_digits
""", encoding="utf-8")
    command = [shutil.which("pgbouncer") or "/usr/sbin/pgbouncer", str(settings)]
    if os.getuid() == 0:
        pathlib.Path(folder).chmod(0o755)
        user = pwd.getpwnam("postgres")
        for path in (settings, users):
            os.chown(path, user.pw_uid, user.pw_gid)
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
        yield f"postgres://allmende@127.0.0.1:{port}{parts.path}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("mode", ["transaction", "statement"])
def test_a_pooler_of_transactions_is_refused_at_the_start(postgres, mode):
    with tempfolder() as folder, pooled(postgres(), mode, folder) as url:
        result = allmende("serve", "--database", url, "--port", "0", check=False, timeout=60)
        assert result.returncode == 2, result.stderr
        assert "pool_mode = session" in result.stderr


def test_a_pooler_of_sessions_serves(postgres):
    with tempfolder() as folder, pooled(postgres(), "session", folder) as url, running(url) as server:
        assert requests.get(f"{server.url}/v1.1/Things", timeout=20).status_code == 200


@contextlib.contextmanager
def tempfolder():
    """A folder that the user postgres can reach."""
    folder = tempfile.mkdtemp(prefix="allmende-pooler-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
