"""How long the working clock counts over two years, beside walking the same span minute by minute.

    python bench/clock.py [--rounds 50] [--walked 60]

Both get a calendar nobody has asked yet; the walk covers `--walked` days, must count the same, and is reckoned to two years.
Exit 1 when the clock takes more than 50 ms.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from balakas.sop.rules import clock

LIMIT = 0.05
START = datetime(2025, 1, 1, tzinfo=ZoneInfo("Asia/Makassar"))
YEARS = timedelta(days=730)
MINUTE = timedelta(minutes=1)


def calendar() -> clock.Calendar:
    holidays = frozenset({date(2025, 1, 1), date(2025, 8, 17), date(2026, 1, 1), date(2026, 3, 20), date(2026, 8, 17)})
    ramadan = (clock.Days(date(2025, 3, 1), date(2025, 3, 30)), clock.Days(date(2026, 2, 19), date(2026, 3, 20)))
    return clock.Calendar(hours=(clock.PERPRES_21_2023,), zone="Asia/Makassar", ramadan=ramadan, holidays=holidays)


def counted(span: timedelta) -> int:
    return clock.working_seconds(calendar(), START, START + span)


def walked(span: timedelta) -> int:
    known = calendar()
    return 60 * sum(clock.is_office_time(known, START + number * MINUTE) for number in range(span // MINUTE))


def timed(act: Callable[[timedelta], int], span: timedelta) -> tuple[int, float]:
    start = time.perf_counter()
    found = act(span)
    return found, time.perf_counter() - start


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--walked", type=int, default=60)
    asked = words.parse_args()
    part = timedelta(days=asked.walked)
    found, seconds = timed(walked, part)
    assert found == counted(part), "the walk and the clock disagree"
    walk = seconds * (YEARS / part)
    ours = statistics.median(timed(counted, YEARS)[1] for _ in range(asked.rounds))
    print(f"two years: {ours * 1000:.1f} ms; minute by minute {walk:.1f} s ({walk / ours:.0f} times as long)")
    return int(ours > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
