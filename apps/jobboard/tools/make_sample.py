"""Draws the sample that the package carries from the full files: `python tools/make_sample.py FOLDER`.

The same files and the same seed give the same sample. Rows are taken over as they are, with their dirt.
"""

import csv
import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

SEED = 20190319
NYC_ROWS = 300
CDS_OPENINGS = 19
SAMPLE = Path(__file__).parents[1] / "src" / "jobboard" / "data"

NYC_INTERESTING: tuple[tuple[str, int, Callable[[dict[str, str]], bool]], ...] = (
    ("a description", 18, lambda row: bool(row["Job Description"])),
    ("posted on the day of the extract", 6, lambda row: row["Posting Date"].startswith("2019-03-19")),
    ("mojibake in the title", 12, lambda row: "â€" in row["Business Title"]),
    ("no lower end of the salary", 8, lambda row: row["Salary Range From"] == "0"),
    ("paid by the day", 8, lambda row: row["Salary Frequency"] == "Daily"),
    ("paid by the hour", 30, lambda row: row["Salary Frequency"] == "Hourly"),
    ("a title in capitals", 30, lambda row: row["Business Title"].isupper()),
    ("a last day", 60, lambda row: bool(row["Post Until"])),
)
REPEATED = ("384503", "316499")
"""The job whose repeat has other content, and one that is repeated exactly."""


def main() -> None:
    source = Path(sys.argv[1])
    draw = random.Random(SEED)  # noqa: S311 -- a sample, no secret
    _write_nyc(source / "nyc-jobs-2019-03-19.csv", draw)
    _write_cds(source / "cds-postings.jsonl", draw)


def _write_nyc(path: Path, draw: random.Random) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = {number for number, row in enumerate(rows) if row["Job ID"] in REPEATED}
    for _, count, fits in NYC_INTERESTING:
        fitting = [number for number, row in enumerate(rows) if fits(row)]
        chosen |= set(draw.sample(fitting, min(count, len(fitting))))
    rest = sorted(set(range(len(rows))) - chosen)
    chosen |= set(draw.sample(rest, NYC_ROWS - len(chosen)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows[number] for number in sorted(chosen))
    (SAMPLE / "nyc-sample.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_cds(path: Path, draw: random.Random) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    openings: dict[str, list[str]] = {}
    for line in lines:
        openings.setdefault(json.loads(line)["opening"], []).append(line)
    pairs = [name for name, pair in openings.items() if len(pair) == 2]
    tests = [name for name in pairs if "Test Job Post" in openings[name][0]]
    newest = max(pairs, key=lambda name: json.loads(openings[name][0])["first_seen"])
    others = [name for name in pairs if name not in (*tests, newest)]
    chosen = {*tests, newest, *draw.sample(others, CDS_OPENINGS - len(tests))}
    kept = [line for name, pair in openings.items() if name in chosen for line in pair]
    (SAMPLE / "cds-sample.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
