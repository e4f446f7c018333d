"""`make simulate SEEDS=1000000`: many days, then how many seeds each mutant took to die."""

import sys
import time

from tests.simulation.days import fails
from tests.simulation.mutants import MUTANTS

MOST = 20_000


def first_killer(variant: dict[str, object], most: int = MOST) -> tuple[int, str]:
    """Return how many seeds were needed to break a variant and what broke; (0, "") when none did."""
    for seed in range(most):
        broken = fails(seed, **variant)
        if broken:
            return seed + 1, broken
    return 0, ""


def main(seeds: int) -> int:
    """Run the days, then the mutants."""
    start = time.process_time()
    for seed in range(seeds):
        broken = fails(seed)
        if broken:
            print(f"seed {seed}: {broken}")
            return 1
    print(f"{seeds} days hold, {time.process_time() - start:.1f} s of processor")
    survivors = 0
    for name, variant in MUTANTS.items():
        needed, broken = first_killer(dict(variant))
        survivors += not needed
        print(f"{name:42} {needed or 'SURVIVES':>8}  {broken}")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
