# SPDX-License-Identifier: EUPL-1.2
"""Pilots from outside: the fictional town's, their export computed again by the program and by Python alone, Münster's counter."""
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest
import requests

from conftest import DATA, ROOT, allmende, running
from test_pages import browser, faults_of  # noqa: F401  (browser is a fixture)
from test_planning_insight import load, thing

SCRIPT = ROOT / "docs/examples/verify_pilot.py"
STATES = ["idea", "denklabor", "ready", "reallabor", "evaluation", "rollout", "rollout-against-gate", "anchored", "stopped"]


@pytest.fixture(scope="module")
def pilots(server):
    """The pilots of the fictional town by state: number of the first of each."""
    board = requests.get(server.url + "/pilots?lang=en", timeout=60).text
    found = {}
    for section in board.split('aria-labelledby="state-')[1:]:
        found[section.split('"')[0]] = int(re.search(r'href="/pilots/(\d+)"', section)[1])
    return found


def export(server, number, path):
    answer = server.session().get(f"{server.url}/pilots/{number}/pilot.zip", timeout=60)
    assert answer.status_code == 200, answer.text
    path.write_bytes(answer.content)
    return path


def rewritten(source, target, change):
    """The archive with one member changed; `change` takes name and bytes."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def python_alone(path):
    return subprocess.run([sys.executable, "-S", SCRIPT, path], capture_output=True, text=True, timeout=120)


def test_the_town_has_a_pilot_in_each_state(pilots):
    # the last weeks only: there is no year of bicycles to think about
    assert set(STATES) - set(pilots) <= {"denklabor"}, pilots


def test_an_export_is_computed_again_by_the_program_and_by_python_alone(server, pilots, tmp_path):
    allmende("audit", "checkpoint", "--database", server.database)
    for state in ("anchored", "rollout", "stopped", "evaluation", "reallabor", "rollout-against-gate"):
        path = export(server, pilots[state], tmp_path / f"{state}.zip")
        report = allmende("verify", "pilot", path).stdout
        assert "DIFFERS" not in report and "of 70 assignments as extreme" in report, report
        assert "ledger.json: registration 1 is entry" in report, report
        alone = python_alone(path)
        assert alone.returncode == 0 and "of 70 assignments as extreme" in alone.stdout, alone.stdout + alone.stderr
    names = zipfile.ZipFile(tmp_path / "stopped.zip").namelist()
    assert "profile.json" in names and "profile.json" not in zipfile.ZipFile(tmp_path / "rollout.zip").namelist()
    # what somebody without an account gets names nobody
    public = requests.get(f"{server.url}/pilots/{pilots['stopped']}/pilot.zip", timeout=60)
    assert "ledger.json" not in zipfile.ZipFile(io.BytesIO(public.content)).namelist()


def test_each_change_is_named_and_ends_with_1(server, pilots, tmp_path):
    path = export(server, pilots["anchored"], tmp_path / "pilot.zip")
    hash_of = json.loads(zipfile.ZipFile(path).read("pilot.json"))["registrations"][0]["sha256"]
    assert allmende("verify", "pilot", path, "--registration", hash_of).returncode == 0
    assert allmende("verify", "pilot", path, "--registration", "0" * 64, check=False).returncode == 1
    for name in zipfile.ZipFile(path).namelist():
        changed = rewritten(path, tmp_path / "changed.zip", lambda n, b: b + b" " if n == name else b)
        seen = allmende("verify", "pilot", changed, check=False)
        assert seen.returncode == 1 and "DIFFERS" in seen.stdout, (name, seen.stdout)
        if name != "MANIFEST":
            assert f"DIFFERS  {name}: it was changed after the export" in seen.stdout
            assert python_alone(changed).returncode == 1, name
    answer = json.loads(allmende("verify", "pilot", changed, "--json", check=False).stdout)
    assert not answer["ok"]
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"no archive")
    assert allmende("verify", "pilot", nothing, check=False).returncode == 64
    assert allmende("verify", "pilot", tmp_path / "missing.zip", check=False).returncode == 64


def test_pages_are_accessible_and_fit(server, pilots, browser):  # noqa: F811
    pages = ["/pilots", *(f"/pilots/{number}" for number in pilots.values())]
    faults = []
    for language, width in (("de", 360), ("en", 1280)):
        faults += faults_of(browser, server, pages, language, width)
    assert not faults, faults


def test_the_report_is_printed(server, pilots):
    page = requests.get(f"{server.url}/pilots/{pilots['stopped']}/report.html?lang=en", timeout=60).text
    assert "What was learned" in page and "verdict" in page.lower()
    pdf = requests.get(f"{server.url}/pilots/{pilots['stopped']}/report.pdf", timeout=60)
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF-")
    counts = [int(count) for count in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)", pdf.content)]
    assert counts and max(counts) <= 4, counts


COUNTERS = ["100020113", "100031300", "100034978", "100034981"]


@pytest.mark.skipif(not (DATA / "muenster-radverkehr").is_dir(), reason="the data of Münster are not there")
def test_the_dead_channel_of_muenster_is_caught_before_any_outcome(tmp_path):
    """100020113 publishes half its traffic from August 2025 on, with status "ok"."""
    archive = next((DATA / "muenster-radverkehr").glob("*.tar.xz"))
    with tarfile.open(archive) as files:
        for member in files:
            station, _, name = member.name.removeprefix("./").partition("/")
            if station in COUNTERS and "2025-05" <= name[:7] <= "2025-10":
                files.extract(member, tmp_path / "files", filter="data")
    database = tmp_path / "town.gpkg"
    allmende("import", "--database", database, "--mapping", "muenster-radverkehr", tmp_path / "files", timeout=550)
    with running(database) as server:
        things = requests.get(server.url + "/v1.1/Things?$expand=Datastreams&$top=100", timeout=60).json()["value"]
        totals = {one["name"]: next(s["@iot.id"] for s in one["Datastreams"] if s["name"] == one["name"]) for one in things}
        assert len(totals) == 4, totals
        load(server, [
            thing("Z-1", title="Mehr Wege mit dem Rad"), thing("M-1", title="Fahrradstraße", goals=["Z-1"]),
            thing("K-1", title="Räder", source="datastream", datastream=next(iter(totals.values())), aggregate="mean"),
            thing("X-1", title="Fahrradstraße auf Probe", measure="M-1", indicator="K-1", direction="up", scale="log",
                  usefulEffect=0.05, period="month", before="2025-05-01", start="2025-08-01", end="2025-10-01",
                  areas=[{"name": name, "datastream": number, "role": "treated" if index < 2 else "control"}
                         for index, (name, number) in enumerate(totals.items())]),
        ])
        session = server.session()
        assert session.post(server.url + "/pilots/1/registrations", data={"knowingly": "1"}, timeout=60).status_code == 200
        page = session.get(server.url + "/pilots/1?lang=en", timeout=60).text
        check = page.split('id="data"')[1].split("</section>")[0]
        row = next(row for row in check.split("<tr>") if "Wolbecker" in row)
        assert "reads zero since 7 August 2025" in row, row
        assert all("reads zero" not in other for other in check.split("<tr>") if "Wolbecker" not in other), check
        # nothing tells who has the measure, and nothing what came out
        assert "with the measure</" not in check and "What comes out" not in page
        assert session.post(server.url + "/pilots/1/looks", data={}, timeout=60).status_code == 422
