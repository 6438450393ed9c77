"""Which lines of the hard negatives fail, and which known failures are right by now?

    python -m tools.hard_negatives                        # say so
    python -m tools.hard_negatives --mend                 # and forget the known failures that are right
    python -m tools.hard_negatives --admit PERSON "why"   # and call the failures of this entity known, for this reason

The test of the corpus is strict both ways, so each change of detection that matters shows here.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from watchgate.detection.engine import default_engine

CORPUS = Path(__file__).parents[1] / "tests" / "corpora" / "hard_negatives"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mend", action="store_true")
    parser.add_argument("--admit", nargs=2, metavar=("ENTITY", "WHY"), default=("", ""))
    chosen = parser.parse_args()
    failing: Counter[str] = Counter()
    for path in sorted(CORPUS.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            failing.update(_judged(row, mend=chosen.mend, entity=chosen.admit[0], why=chosen.admit[1]))
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(dict(failing.most_common()))


def _judged(row: dict[str, Any], *, mend: bool, entity: str, why: str) -> set[str]:
    """The entities that are wrongly found in *row*."""
    found = {
        finding.entity: row["text"][finding.start : finding.end]
        for finding in default_engine().scan(row["text"])
        if "not" not in row or finding.entity in row["not"]
    }
    if found and "known_failure" not in row:
        if entity in found:
            row["known_failure"] = f"{entity}: {why}"
        else:
            print(f"fails: {row['language']} {found} | {row['text']!r}")
    if not found and "known_failure" in row:
        print(f"right by now: {row['language']} | {row['text']!r}")
        if mend:
            del row["known_failure"]
    return set(found)


if __name__ == "__main__":
    main()
