# SPDX-License-Identifier: EUPL-1.2
"""From a file to a mapping on the command line: propose, be refused, try out, answer, import."""
import json

import pytest

from conftest import allmende

ROWS = "Zeit;Temperatur °C\n" + "".join(
    f"{day:02}.07.2025 {hour:02}:00;{hour},5\n" for day in range(1, 11) for hour in range(24)) + "kaputt;1,0\n"


def proposed(tmp_path):
    table = tmp_path / "wetter.csv"
    table.write_text(ROWS, encoding="utf-8")
    proposal = json.loads(allmende("import", "--propose", table).stdout)
    return table, proposal


def test_a_proposal_is_refused_until_it_is_answered_and_can_be_tried_before(tmp_path):
    table, proposal = proposed(tmp_path)
    mapping, database = tmp_path / "wetter.json", tmp_path / "town.gpkg"
    document = proposal["mapping"]
    assert document["series"][0]["unit"]["symbol"] == "°C"
    mapping.write_text(json.dumps(document), encoding="utf-8")
    refused = allmende("import", "--database", database, "--mapping", mapping, table, check=False)
    assert refused.returncode != 0
    for place in ("/dataset/owner", "/dataset/licence", "/time/zone", "/time/stamp", "--propose", "/imports/new"):
        assert place in refused.stderr, refused.stderr
    assert not database.exists() or "datastream" not in allmende("dataset", "list", "--database", database).stdout

    document["time"].update(zone="Europe/Berlin", stamp="start")
    mapping.write_text(json.dumps(document), encoding="utf-8")
    before = set(tmp_path.iterdir())
    tried = allmende("import", "--dry-run", "--mapping", mapping, "--json", table, check=False)
    report = json.loads(tried.stdout)
    assert tried.returncode == 3 and report["values"]["stored"] == 240 and report["rowsRefused"] == 1
    assert report["withoutPlace"] == ["wetter"]
    words = " ".join(notice["en"] for notice in report["notices"])
    assert "nothing is stored" in words and "/dataset/owner, /dataset/licence" in words and "public" not in words
    assert set(tmp_path.iterdir()) == before

    document["dataset"].update(owner="Umweltamt", licence="cc-zero")
    mapping.write_text(json.dumps(document), encoding="utf-8")
    real = allmende("import", "--database", database, "--mapping", mapping, "--json", table, check=False)
    stored = json.loads(real.stdout)
    assert real.returncode == 3
    for name in ("rows", "rowsRefused", "values", "rejections", "withoutPlace"):
        assert stored[name] == report[name]


def test_a_trial_needs_a_mapping(tmp_path):
    table, _ = proposed(tmp_path)
    assert "--dry-run needs --mapping" in allmende("import", "--dry-run", table, check=False).stderr


@pytest.mark.parametrize("data, words", [
    (b"", "it has 0 bytes"), (b"\xef\xbb\xbf", "mark of its encoding"), (b"\r\n \n", "only blank lines"),
    (b"zeit;wert\n", 'header in line 1 ("zeit", "wert") there is no row'),
])
def test_nothing_is_proposed_for_nothing(tmp_path, data, words):
    table = tmp_path / "leer.csv"
    table.write_bytes(data)
    refused = allmende("import", "--propose", table, check=False)
    assert refused.returncode == 64 and refused.stdout == "" and refused.stderr.startswith(f"allmende: {table}: ")
    assert words in refused.stderr and "export" in refused.stderr
