"""`balakas ledger verify`: chain, signatures, receipts and books, from the database alone."""

import argparse
import json
from typing import Any


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its one act."""
    acts = subparsers.add_parser("ledger", help="buku besar serah terima").add_subparsers(
        dest="act", required=True, parser_class=type(subparsers.choices["ledger"])
    )
    verify = acts.add_parser("verify", help="periksa rantai, tanda tangan, tanda terima, dan pembukuan")
    verify.set_defaults(run=_verify)


def _verify(_: argparse.Namespace) -> int:
    """Print one JSON object; exit 1 when an office's ledger or its books do not hold."""
    from balakas.config.cli import setup_django  # noqa: PLC0415 -- Django is made ready first

    setup_django()
    from balakas.handover.queries import ledger  # noqa: PLC0415

    verdicts = [ledger.verify(office_id) for office_id in ledger.offices()]
    print(json.dumps({"holds": all(one.holds for one in verdicts), "offices": [_told(one) for one in verdicts]}))
    return 0 if all(one.holds for one in verdicts) else 1


def _told(verdict: Any) -> dict[str, Any]:
    told = {"office": str(verdict.office_id), "entries": verdict.entries, "holds": verdict.holds}
    if verdict.holds:
        return told
    return {**told, "broken": verdict.broken, "reason": verdict.reason, "events": list(verdict.events)}
