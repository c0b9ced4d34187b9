"""Points of the Sobol' sequence in 256 dimensions as SciPy gives them (its own table of Joe and Kuo's numbers).

python3 test/support/sobol.py > test/support/sobol.generated.json

Points are whole numbers of 2^-32, by index from 0 in the order of Gray codes. Needs SciPy.
"""

import json
import warnings

import scipy
from scipy.stats import qmc

DIMENSIONS = 256
INDICES = [1, 2, 3, 4, 5, 6, 7, 100, 511, 4095, 65535, 100000]

warnings.simplefilter("ignore")
points = []
for index in INDICES:
    sequence = qmc.Sobol(DIMENSIONS, scramble=False, bits=32)
    sequence.fast_forward(index)
    points.append([int(u * 2**32) for u in sequence.random(1)[0]])
print(json.dumps({
    "made": f"SciPy {scipy.__version__}, scipy.stats.qmc.Sobol",
    "dimensions": DIMENSIONS,
    "indices": INDICES,
    "points": points,
}))
