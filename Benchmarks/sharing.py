#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What `SharingRows` stands beside: the same year allocated by numpy, the same messages read by pydifact; prints seconds and a check.

    sharing.py allocation dynamic|cascade
    sharing.py messages FILE

Needs numpy and pydifact (PyPI).
"""
import sys
import time

POINTS, DAYS, YEAR = 10_000, 8, 365


def loads(numpy, day, slot):
    mixed = numpy.arange(POINTS, dtype=numpy.uint32) * numpy.uint32(2_654_435_761)
    mixed += numpy.uint32((slot * 2_654_404_609 + day * 97) % 2**32)
    mixed = (mixed ^ mixed >> numpy.uint32(15)) * numpy.uint32(2_246_822_519)
    return ((mixed ^ mixed >> numpy.uint32(13)) >> numpy.uint32(23)).astype(numpy.int64)


def generation(day, slot):
    return max(0, 1600 - (slot - 48) ** 2) * (day + 1) * POINTS // 40


def cut(numpy, amount, weights, total):
    """By largest remainder, ties to the first."""
    parts, rests = numpy.divmod(amount * weights, total)
    left = amount - int(parts.sum())
    if left > 0:
        edge = numpy.partition(rests, POINTS - left)[POINTS - left]
        parts += rests > edge
        missing = left - int((rests > edge).sum())
        parts[numpy.flatnonzero(rests == edge)[:missing]] += 1
    return parts


def dynamic(numpy, amount, wanted, _):
    total = int(wanted.sum())
    if amount >= total:
        return wanted
    return cut(numpy, amount, wanted, total) if amount else numpy.zeros(POINTS, numpy.int64)


def cascade(numpy, amount, wanted, weights):
    """Who needs no more than the part of the rest is served, until nobody is; the others share what is left."""
    if amount >= int(wanted.sum()):
        return wanted
    given = numpy.zeros(POINTS, numpy.int64)
    if not amount:
        return given
    weights = weights.copy()
    while True:
        total = int(weights.sum())
        served = (weights > 0) & (wanted * total <= amount * weights)
        if not served.any():
            return given + cut(numpy, amount, weights, total)
        given[served] = wanted[served]
        amount -= int(wanted[served].sum())
        weights[served] = 0


def allocation(model):
    import numpy
    share = {"dynamic": dynamic, "cascade": cascade}[model]
    weights = 1 + numpy.arange(POINTS, dtype=numpy.int64) % 7
    days = [[loads(numpy, day, slot) for slot in range(96)] for day in range(DAYS)]
    marks = numpy.arange(POINTS, dtype=numpy.int64) % 251 + 1
    check = sum(int((share(numpy, generation(day, slot), days[day][slot], weights) * marks).sum())
                for day in range(DAYS) for slot in range(96))
    start = time.perf_counter()
    for day in range(YEAR):
        for slot in range(96):
            share(numpy, generation(day % DAYS, slot), days[day % DAYS][slot], weights)
    print(time.perf_counter() - start, check)


def messages(file):
    from pydifact.segmentcollection import Interchange
    text = open(file).read()
    start = time.perf_counter()
    found = sum(1 for _ in Interchange.from_str(text).get_messages())
    print(time.perf_counter() - start, found)


{"allocation": allocation, "messages": messages}[sys.argv[1]](sys.argv[2])
