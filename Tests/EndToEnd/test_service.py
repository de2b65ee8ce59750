# SPDX-License-Identifier: EUPL-1.2
"""The units of systemd as they are shipped: how much of the machine a town's server can reach.

That they run, with weasyprint and ogr2ogr inside, is proven by Tests/Package/prove (scripts/test --soak)."""
import re
import subprocess

import pytest

from conftest import ROOT


@pytest.mark.parametrize("unit", ["allmende.service", "allmende@town.service"])
def test_exposure(tmp_path, unit):
    subprocess.run([ROOT / "scripts/package", "--units", tmp_path], check=True)
    name = unit.replace("@town", "@")
    (tmp_path / name).rename(tmp_path / unit)
    result = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", tmp_path / unit],
        capture_output=True, text=True, check=True)
    level = re.search(r"Overall exposure level for \S+: ([0-9.]+)", result.stdout)
    assert level and float(level[1]) <= 2.0, result.stdout


def test_towns_share_nothing(tmp_path):
    subprocess.run([ROOT / "scripts/package", "--units", tmp_path], check=True)
    lines = (tmp_path / "allmende@.service").read_text().splitlines()
    for name in ["ExecStart", "WorkingDirectory", "StateDirectory", "BindPaths"]:
        values = [line for line in lines if line.startswith(name + "=")]
        assert len(values) == 1 and "%i" in values[0], values
    # the folders of the others are hidden, and nothing but its own can be written
    assert "TemporaryFileSystem=/var/lib/allmende:mode=0755" in lines
    assert not [line for line in lines if line.startswith("ReadWritePaths=")]
    assert "ProtectSystem=strict" in lines
