"""How long the field app's search takes among 10,000 people at each key stroke, beside two plainer searches.

    python bench/finding.py [--people 10000]

The field app's own code runs in Node. Beside it: `includes` over the same names (finds no name spelled another way), and every
name scored by itself with the same rules. Exit 1 when the slowest question takes more than 100 ms.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tools.invented_people import any_habits, invent  # noqa: E402 -- after the path

SEED = 20_260


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--people", type=int, default=10_000)
    asked = words.parse_args()
    rows, _ = invent(asked.people, SEED, any_habits(random.Random(SEED)))  # noqa: S311 -- invented people
    names = "\n".join(row["nama"] for row in rows[: asked.people])
    script = ["node", str(ROOT / "bench" / "peers" / "finding.mjs")]
    return subprocess.run(script, input=names, text=True, check=False, cwd=ROOT / "frontend").returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
