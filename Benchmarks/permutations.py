# SPDX-License-Identifier: EUPL-1.2
"""All assignments of a trial by scipy.stats.permutation_test; prints how many, the seconds, and the p-value.

Reads one line: the number of treated units, then all differences, the treated ones first. Needs scipy==1.16.3.
"""
import math
import sys
import time

import numpy
from scipy.stats import permutation_test

count, *differences = (float(word) for word in sys.stdin.read().split())
treated, control = numpy.array(differences[: int(count)]), numpy.array(differences[int(count):])
start = time.perf_counter()
result = permutation_test(
    (treated, control), lambda one, other, axis: numpy.mean(one, axis=axis) - numpy.mean(other, axis=axis),
    vectorized=True, n_resamples=numpy.inf, alternative="greater", batch=10_000)
print(math.comb(len(differences), int(count)), time.perf_counter() - start, result.pvalue)
