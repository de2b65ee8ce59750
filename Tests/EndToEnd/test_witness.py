# SPDX-License-Identifier: EUPL-1.2
"""A second installation witnesses the ledger of shared power: what it signs is checked by code that is not ours."""
import base64
import hashlib
import json
import re
import struct

import pytest
import requests

from conftest import allmende, running


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory):
    with running(tmp_path_factory.mktemp("neighbour") / "witness.gpkg") as house:
        yield house


def bundle(server, folder):
    session = server.session()
    run = sorted(set(re.findall(r'href="(/energy/1/runs/\d+)"', session.get(server.url + "/energy/1").text)))[-1]
    document = re.search(r'href="(/energy/1/documents/\d+)"', session.get(server.url + run).text)[1]
    path = folder / "bill.zip"
    path.write_bytes(session.get(f"{server.url}{document}/bill.zip", timeout=60).content)
    return path


def test_a_neighbour_signs_the_ledger_and_a_bill_proves_it(server, neighbour, tmp_path):
    log = allmende("energy", "ledger", "--key", "--database", server.database).stdout.strip()
    checkpoint = allmende("energy", "ledger", "--database", server.database).stdout
    assert requests.post(neighbour.url + "/witness/add-checkpoint", data="old 0\n\n" + checkpoint, timeout=30).status_code == 404
    witness = allmende("witness", "add", log, "--database", neighbour.database).stdout.strip()
    assert witness == allmende("witness", "key", "--database", neighbour.database).stdout.strip()
    before = allmende("verify", "bill", bundle(server, tmp_path), "--witness", witness, check=False)
    assert before.returncode == 1 and "none of the known keys has signed" in before.stdout, before
    cosign = ["energy", "cosign", "--database", server.database, "--url", neighbour.url + "/witness", "--key", witness]
    for _ in range(2):
        done = allmende(*cosign)
        assert "has signed" in done.stdout, done
    report = json.loads(allmende("verify", "bill", bundle(server, tmp_path), "--key", log, "--witness", witness, "--json").stdout)
    assert report["ok"] and any("saw this state of the ledger" in line["what"] for line in report["lines"]), report

    # by hand: C2SP cosignature/v1 is Ed25519 over a line with the time and the text of the checkpoint
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    note = allmende("energy", "ledger", "--database", server.database).stdout
    text, lines = note.split("\n\n", 1)
    name, number, encoded = witness.split("+", 2)
    key = base64.b64decode(encoded)
    assert key[0] == 4 and hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] == number
    signature = next(base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.split(" ")[1] == name)
    assert signature[:4].hex() == number
    time = struct.unpack(">Q", signature[4:12])[0]
    message = f"cosignature/v1\ntime {time}\n{text}\n".encode()
    ed25519.Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[12:], message)

    known = requests.post(neighbour.url + "/witness/add-checkpoint", data=("old 0\n\n" + note).encode(), timeout=30)
    assert known.status_code == 409 and known.headers["Content-Type"] == "text/x.tlog.size", known.text
    size = int(note.split("\n")[1])
    assert known.text == f"{size}\n"
    logs = json.loads(allmende("witness", "list", "--database", neighbour.database, "--json").stdout)
    assert [(one["key"], one["size"], one["splitAt"]) for one in logs] == [(log, size, None)]
    page = requests.get(neighbour.url + "/witness?lang=en", timeout=30)
    assert page.status_code == 200 and witness in page.text.replace("&#43;", "+"), page.text[:300]


def test_a_witness_that_cannot_be_reached_or_is_another_is_said(server, neighbour):
    witness = allmende("witness", "key", "--database", neighbour.database).stdout.strip()
    cosign = ["energy", "cosign", "--database", server.database]
    closed = allmende(*cosign, "--url", "http://127.0.0.1:9/witness", "--key", witness, check=False)
    assert closed.returncode == 1 and "127.0.0.1:9" in closed.stderr, closed
    log = allmende("energy", "ledger", "--key", "--database", server.database).stdout.strip()
    wrong = allmende(*cosign, "--url", neighbour.url + "/witness", "--key", log, check=False)
    assert wrong.returncode == 64 and "no key of a witness" in wrong.stderr, wrong
