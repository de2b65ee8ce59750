#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# camt053-loader-mt940 0.0.23: the reversal of a credit is read as a credit, and the reversal of a debit as a debit.
#
# Expected: field 61 of an MT940 statement marks with RC what takes a credit back (money leaves the account) and with RD what takes a
# debit back (money comes). The loader makes of it the entry that a camt.053 would have, and there the indicator is that of the entry
# itself: a DBIT with the reversal indicator undoes a credit, a CRDT with it undoes a debit (ISO 20022, ReversalIndicator).
# Seen: RC becomes CRDT and RD becomes DBIT, each with the reversal indicator. The entries no longer lead from the opening to the
# closing balance of the same statement; the sums are off by twice each reversal. Nothing is said.
# Who is hurt: a treasury whose bank returns direct debits with RC or RD: a returned fee counts as paid twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check camt053-loader-mt940==0.0.23 camt053==0.0.23
"$folder/venv/bin/python" - <<'PY'
import sys
from decimal import Decimal
from importlib.metadata import version

from camt053_loader_mt940 import parse_mt940

STATEMENT = """:20:STARTUMSE
:25:10020030/1234567
:28C:00001/001
:60F:C261127EUR1000,00
:61:2611271127C250,00NTRFNONREF
:86:166?00GUTSCHRIFT?20SVWZ+Kita Beitrag
:61:2611271127RC100,00NRTINONREF
:86:109?00RUECKLASTSCHRIFT?20SVWZ+Kita Beitrag
:61:2611271127D40,00NTRFNONREF
:86:116?00UEBERWEISUNG?20SVWZ+Strom
:61:2611271127RD15,00NRTINONREF
:86:159?00RUECKUEBERWEISUNG?20SVWZ+Strom
:62F:C261127EUR1125,00
"""


def signed(thing):
    return Decimal(thing.amount) * (1 if thing.credit_debit_indicator == "CRDT" else -1)


name = "camt053-loader-mt940"
print(f"{name} {version(name)}; expected: +250, -100 (reversal), -40, +15 (reversal), in sum +125")
statement = parse_mt940(STATEMENT).statements[0]
opening, closing = (signed(balance) for balance in statement.balances)
entries = [(signed(entry), entry.reversal_indicator) for entry in statement.entries]
for amount, is_reversal in entries:
    print(f"entry {amount:+}{', reversal' if is_reversal else ''}")
total = sum(amount for amount, _ in entries)
print(f"the balances differ by {closing - opening:+}, the entries sum to {total:+}")
right = opening + Decimal(250) - 100 - 40 + 15 == closing
changed = [(Decimal(250), False), (Decimal(100), True), (Decimal(-40), False), (Decimal(-15), True)] != entries
sys.exit("the behaviour has changed" if changed or not right or total == closing - opening else 0)
PY
