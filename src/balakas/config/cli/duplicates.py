"""`balakas duplicates find FILE.csv [--json]`: who stands on a list more than once. Needs no data folder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from balakas.common.errors import BalakasError
from balakas.common.messages import N_


def add_parser(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Add `duplicates` with its one subcommand."""
    parser = subparsers.add_parser("duplicates", help="mencari orang yang tercatat lebih dari sekali")
    find = parser.add_subparsers(dest="what", required=True, parser_class=type(parser)).add_parser(
        "find", help="mencari pasangan baris yang mungkin satu orang"
    )
    find.add_argument(
        "file", type=Path, metavar="FILE", help="CSV dengan kolom id, nama, nik, no_kk, tgl_lahir, dan seterusnya"
    )
    find.add_argument("--json", action="store_true", help="hasil sebagai JSON di keluaran baku")
    find.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="bawaan: duckdb di mesin ini")
    find.add_argument("--master", metavar="URL", help="alamat klaster Spark, misalnya spark://host:7077")
    find.set_defaults(run=run)


class SparkMissing(BalakasError):
    """Spark was asked for without a cluster, or pyspark is not installed."""

    code = "spark_missing"
    message = N_("Pencarian di Spark memerlukan --master dan paket pyspark (make spark).")


def _engine(arguments: argparse.Namespace) -> Any:
    """Return the cluster that was asked for; None for this machine. Raises `SparkMissing`."""
    if arguments.engine == "duckdb":
        return None
    try:
        from balakas.recipients.queries.duplicates.spark import Spark  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise SparkMissing from error
    if not arguments.master:
        raise SparkMissing
    return Spark(arguments.master)


def run(arguments: argparse.Namespace) -> int:
    """Print the pairs; 0 also where there are none. Errors of reading are answered by `main` with 2."""
    from balakas.recipients.queries.duplicates.finding import find  # noqa: PLC0415 -- other commands need no Splink
    from balakas.recipients.rules.duplicates.closing import FOUND  # noqa: PLC0415

    found = find(arguments.file, engine=_engine(arguments))
    if arguments.json:
        print(json.dumps({"pairs": found.pairs, "seconds": found.seconds}, ensure_ascii=False))
        return 0
    sure = sum(score >= FOUND for *_, score in found.pairs)
    print(
        f"{found.people} baris, {sure} pasangan kemungkinan satu orang, {len(found.pairs) - sure} pasangan perlu dilihat.",
        file=sys.stderr,
    )
    return 0
