# SPDX-License-Identifier: EUPL-1.2
"""Computes an exported pilot again, with nothing but the standard library: python3 verify_pilot.py pilot.zip"""
import datetime
import hashlib
import itertools
import json
import math
import sys
import zipfile
from statistics import fmean


def changes(plan, table, left_out):
    """How each area changed: the mean over like periods (month, ISO week) of after less before."""
    days = [datetime.date.fromisoformat(day) for day in table["periods"]]
    after = [day.isoformat() >= plan["before"][1] for day in days]
    kind = [day.month if plan["period"] == "P1M" else day.isocalendar()[1] for day in days]
    kinds = {k for k, late in zip(kind, after) if late}
    is_like = kinds <= {k for k, late in zip(kind, after) if not late}
    for area in table["areas"]:
        cells = [v if v is None or plan["scale"] != "log" else math.log(v) if v > 0 else None for v in area["values"]]
        cells = [(k if is_like else 0, late, v) for k, late, v in zip(kind, after, cells) if v is not None]
        sides = {k: [[v for other, late, v in cells if other == k and late == side] for side in (False, True)]
                 for k in (kinds if is_like else {0})}
        found = [fmean(late) - fmean(early) for early, late in sides.values() if early and late]
        used, possible = (len(found), len(kinds)) if is_like else (len(cells), len(days))
        if area["name"] not in left_out and found and 4 * used >= 3 * possible:
            yield area["name"], fmean(found)


def exact(differences, treated, statistic):
    """How many of all assignments of that size are as extreme as the real one, and of how many."""
    slack = 1e-12 * sum(map(abs, differences))
    values = differences if statistic == "mean" else [
        sum(v < d - slack for v in differences) + (sum(abs(v - d) <= slack for v in differences) + 1) / 2
        for d in differences]
    middle = len(treated) * fmean(values)
    observed = abs(sum(values[i] for i in treated) - middle)
    sums = [abs(sum(chosen) - middle) for chosen in itertools.combinations(values, len(treated))]
    return sum(s >= observed - 1e-9 * max(1, observed) for s in sums), len(sums)


def main(path):
    archive, agrees = zipfile.ZipFile(path), []
    def say(what, is_so):
        agrees.append(is_so)
        print("agrees " if is_so else "DIFFERS", what)
    for line in archive.read("MANIFEST").decode().splitlines():
        say(line[66:], hashlib.sha256(archive.read(line[66:])).hexdigest() == line[:64])
    pilot, results = json.loads(archive.read("pilot.json")), json.loads(archive.read("result.json"))["results"]
    for one in pilot["registrations"] + pilot["looks"]:
        say(f"{one['file']} has the fingerprint {one['sha256']}",
            hashlib.sha256(archive.read(one["file"])).hexdigest() == one["sha256"])
    checks = [step["detail"] for step in pilot["steps"] if step["event"] == "data-checked"]
    for number, (one, written) in enumerate(zip(pilot["registrations"], results), 1):
        plan, result = json.loads(archive.read(one["file"])), written["result"]
        looks = [look for look in pilot["looks"] if look["registration"] == number and look["look"]]
        if not looks or not result:
            continue
        own = [check for check in checks if check["registration"] == number] or checks
        found = dict(changes(plan, json.loads(archive.read(looks[-1]["file"])), own[-1]["leftOut"]))
        names = [area["name"] for role in ("treated", "control") for area in plan[role] if area["name"] in found]
        treated = [i for i, name in enumerate(names) if name in [area["name"] for area in plan["treated"]]]
        say(f"registration {number}: changes of {len(names)} areas", {d["name"] for d in result["differences"]} == set(
            names) and all(math.isclose(d["difference"], found[d["name"]], abs_tol=1e-9) for d in result["differences"]))
        if math.comb(len(names), len(treated)) > 1_000_000:
            print("        too many assignments: drawn, not computed again here")
            continue
        extreme, count = exact([found[name] for name in names], treated, plan["statistic"])
        say(f"registration {number}: {extreme} of {count} assignments as extreme, p = {extreme / count:.6g}",
            (extreme, count) == (result["test"]["asExtreme"], result["test"]["looked"]))
    return 0 if all(agrees) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
