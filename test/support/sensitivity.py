"""Writes sensitivity.generated.json beside this file, for test/sensitivity.*.test.ts.

    python3 test/support/sensitivity.py test/support/sensitivity.generated.json

Sobol' indices are those of scipy.stats.sobol_indices; elementary effects and boxes are worked here, straight from their
definitions and without care for speed.
"""
import json
import sys

import numpy
import scipy
from scipy.stats import sobol_indices

random = numpy.random.default_rng(20261201)


def ishigami(x):
    z = numpy.pi * (2 * x - 1)
    return numpy.sin(z[:, 0]) + 7 * numpy.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * numpy.sin(z[:, 0])


def g(x):
    a = numpy.array([0, 0.5, 3, 9, 99, 99])
    return numpy.prod((numpy.abs(4 * x - 2) + a) / (1 + a), axis=1)


def sobol_case(name, function, k, rows, shift=0.0):
    a, b = random.random((rows, k)), random.random((rows, k))
    ab = []
    for i in range(k):
        mixed = a.copy()
        mixed[:, i] = b[:, i]
        ab.append(function(mixed) + shift)
    fa, fb, fab = function(a) + shift, function(b) + shift, numpy.array(ab)
    found = sobol_indices(
        func={'f_A': fa[None, :], 'f_B': fb[None, :], 'f_AB': fab[:, None, :]}, n=rows
    )
    return {
        'name': name, 'a': fa.tolist(), 'b': fb.tolist(), 'ab': fab.tolist(),
        'first': found.first_order.ravel().tolist(), 'total': found.total_order.ravel().tolist(),
    }


def morris_function(x, first, second):
    w = 2 * (x - 0.5)
    for i in (2, 4, 6):
        w[:, i] = 2 * (1.1 * x[:, i] / (x[:, i] + 0.1) - 0.5)
    y = w @ first
    k = x.shape[1]
    for i in range(k):
        for j in range(i + 1, k):
            y += second[i, j] * w[:, i] * w[:, j]
            for l in range(j + 1, 5):
                y += -10 * w[:, i] * w[:, j] * w[:, l]
                for s in range(l + 1, 4):
                    y += 5 * w[:, i] * w[:, j] * w[:, l] * w[:, s]
    return y


def morris_case(trajectories):
    """Morris 1991, section 5: 20 inputs at 4 levels, steps of two thirds; small coefficients drawn from N(0, 1)."""
    k = 20
    first = random.standard_normal(k)
    first[:10] = 20
    second = random.standard_normal((k, k))
    second[:6, :6] = -15
    walks, outcomes, effects = [], [], [[] for _ in range(k)]
    for _ in range(trajectories):
        start = random.integers(0, 2, k)
        up = random.integers(0, 2, k).astype(bool)
        point = numpy.where(up, start, start + 2)
        points = [point.copy()]
        order = random.permutation(k)
        for i in order:
            point[i] += 2 if up[i] else -2
            points.append(point.copy())
        y = morris_function(numpy.array(points) / 3, first, second)
        walks.append([''.join(str(v) for v in p) for p in points])
        outcomes.append(y.tolist())
        for step, i in enumerate(order):
            effects[i].append((y[step + 1] - y[step]) / ((2 if up[i] else -2) / 3))
    e = numpy.array(effects)
    return {
        'points': walks, 'outcomes': outcomes, 'mu': e.mean(axis=1).tolist(),
        'muStar': numpy.abs(e).mean(axis=1).tolist(), 'sigma': e.std(axis=1, ddof=1).tolist(),
    }


def box_case(n, alpha, least):
    """Interest where u > 0.6 and v < 0.5 and the colour is not red, with some noise; w does nothing."""
    u, v, w = (numpy.round(random.random(n), 3) for _ in range(3))
    steps = random.integers(1, 6, n)
    colour = random.integers(0, 3, n)
    share = ((u > 0.6) & (v < 0.5) & (colour != 0)).astype(float)
    share = numpy.where(random.random(n) < 0.05, 1 - share, share)
    data = {'u': u, 'v': v, 'w': w, 'steps': steps.astype(float), 'colour': colour}
    numeric = ['u', 'v', 'w', 'steps']

    def trim(held):
        """Every peel of the cases held, in the order of the factors, low end first."""
        take = max(1, int(alpha * held.sum()))
        for name in numeric:
            values = numpy.sort(data[name][held])
            yield held & (data[name] > values[take - 1])
            yield held & (data[name] < values[-take])
        if len(set(colour[held])) > 1:
            for level in sorted(set(colour[held])):
                yield held & (colour != level)

    held = numpy.ones(n, bool)
    boxes = [held]
    while share[held].mean() < 1:
        best, lowest = None, numpy.inf
        for candidate in trim(held):
            if candidate.sum() < max(1, numpy.ceil(least * n)):
                continue
            given = share[held & ~candidate].mean()
            if given < lowest - 1e-12:
                best, lowest = candidate, given
        if best is None:
            break
        held = best
        boxes.append(held)

    def told(held):
        return {
            'cases': int(held.sum()), 'density': share[held].mean(), 'coverage': share[held].sum() / share.sum(),
            'ends': {name: [data[name][held].min(), data[name][held].max()] for name in numeric},
            'levels': sorted(set(colour[held].tolist())),
        }

    columns = {name: values.tolist() for name, values in data.items()}
    return {'columns': columns, 'share': share.tolist(), 'alpha': alpha, 'least': least,
            'trajectory': [told(held) for held in boxes]}


result = {
    'made': f'numpy {numpy.__version__}, scipy {scipy.__version__}',
    'sobol': [
        sobol_case('Ishigami', ishigami, 3, 64), sobol_case("Sobol' G", g, 6, 128),
        sobol_case("Sobol' G far from 0", g, 6, 32, 1000.0),
    ],
    'morris': morris_case(8),
    'box': box_case(400, 0.05, 0.05),
}
with open(sys.argv[1], 'w') as file:
    json.dump(result, file, separators=(',', ':'))
    file.write('\n')
