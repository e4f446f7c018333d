"""How long 2,000 invitations with a QR code take as one PDF, fronts only and with the power of attorney on the back.

The peer in the same run is what most programs do: the same template compiled once per person (on 100 people, scaled up).
WeasyPrint is measured too where it is installed. Exit 1 when the best of three rounds with backs takes more than five seconds.
"""

import importlib.util
import statistics
import sys
import time
from collections.abc import Callable

from balakas.common.qr import qr_svg
from balakas.papers.actions.make import make_pdf
from balakas.papers.rules.samples.planning import invitations
from balakas.papers.rules.sheets.planning import Invitations

PEOPLE = 2000
PEER_PEOPLE = 100
ROUNDS = 3
LIMIT = 5.0


def sheet(count: int, *, with_back: bool) -> Invitations:
    made = invitations()
    one = made["people"][0]
    people = [
        {
            **one,
            "name": f"Penerima Contoh {n}",
            "order": f"{n} dari {count}",
            "code": f"K7QX-{n:04d}",
            "qr": qr_svg(f"https://balakas.example/u/K7QX{n:04d}"),
        }
        for n in range(1, count + 1)
    ]
    return {**made, "with_back": with_back, "people": people}


def ours(count: int, *, with_back: bool) -> None:
    make_pdf("invitations", sheet(count, with_back=with_back), long=True)


def one_by_one(count: int) -> None:
    whole = sheet(count, with_back=False)
    for person in whole["people"]:
        make_pdf("invitations", {**whole, "people": [person]}, long=True)


def weasyprint(count: int) -> None:
    from weasyprint import HTML  # noqa: PLC0415 -- the peer may not be there

    pages = "".join(
        f"<section><h1>Kecamatan Awayan</h1><p>Undangan {p['order']}</p><h2>{p['name']}</h2>{p['qr'].split('?>')[-1]}"
        f"<p>{p['what']} pada {p['day']} di {p['place']}</p></section>"
        for p in sheet(count, with_back=False)["people"]
    )
    HTML(string=f"<style>@page{{size:A5}} section{{break-after:page}}</style>{pages}").write_pdf()


def times_of(act: Callable[[], None], rounds: int = ROUNDS) -> list[float]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return times


def median(act: Callable[[], None], rounds: int = ROUNDS) -> float:
    return statistics.median(times_of(act, rounds))


def main() -> int:
    fronts = median(lambda: ours(PEOPLE, with_back=False))
    with_backs = times_of(lambda: ours(PEOPLE, with_back=True))
    backs = statistics.median(with_backs)
    peer = median(lambda: one_by_one(PEER_PEOPLE)) * PEOPLE / PEER_PEOPLE
    print(f"{PEOPLE} invitations, one PDF, QR included: {fronts:.2f} s; with backs (4,000 pages): {backs:.2f} s")
    print(f"one compilation per person: {peer:.2f} s, ratio {peer / fronts:.1f}")
    if importlib.util.find_spec("weasyprint"):
        other = median(lambda: weasyprint(PEER_PEOPLE), 1) * PEOPLE / PEER_PEOPLE
        print(f"WeasyPrint (a plainer page): {other:.2f} s, ratio {other / fronts:.1f}")
    else:
        print("WeasyPrint is not installed here: not measured")
    return 0 if min(with_backs) <= LIMIT else 1  # what else runs on the machine only adds


if __name__ == "__main__":
    sys.exit(main())
