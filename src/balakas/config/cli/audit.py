"""`balakas audit verify`: prove that no act was changed, or name the first entry that was."""

import argparse
import json


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its act."""
    acts = subparsers.add_parser("audit", help="catatan jejak").add_subparsers(
        dest="act", required=True, parser_class=type(subparsers.choices["audit"])
    )
    verify = acts.add_parser("verify", help="buktikan bahwa catatan jejak tidak berubah")
    verify.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Walk every office's chain; 1 when one does not hold."""
    from balakas.config import prepare  # noqa: PLC0415 -- `--help` stays quick
    from balakas.config.cli import setup_django  # noqa: PLC0415 -- the package imports this module

    prepare.demand_folder()
    setup_django()
    from balakas.audit import queries  # noqa: PLC0415 -- Django is ready now
    from balakas.staff import queries as staff  # noqa: PLC0415

    codes = {office.id: office.region_code for office in staff.districts()}
    answers = []
    for office_id in queries.offices():
        verdict = queries.verify(office_id)
        answer: dict[str, object] = {
            "office": codes.get(office_id, str(office_id)),
            "entries": verdict.entries,
            "ok": verdict.broken_seq is None,
        }
        if verdict.broken_seq is not None:
            answer |= {"first_broken": verdict.broken_seq, "reason": verdict.reason, "message": verdict.sentence}
        answers.append(answer)
    sound = all(answer["ok"] for answer in answers)
    print(json.dumps({"ok": sound, "offices": answers}, ensure_ascii=False))
    return 0 if sound else 1
