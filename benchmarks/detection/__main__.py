"""How good, how fast and how big are we beside others, on this machine, in one run?

python -m benchmarks.detection                                  us and every peer (installed on the first run); minutes
python -m benchmarks.detection --data FOLDER                    with the sets that lie there
python -m benchmarks.detection --peers none --markdown page.md  only us

FOLDER holds pii_benchmark/ (presidio-research's two sets) and benign/prompts_train.jsonl; they are not part of the project.
"""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.detection import report
from benchmarks.detection.corpora import Corpora, Missing
from benchmarks.detection.figures import Figures, figures
from benchmarks.detection.measure import Failed, measured
from benchmarks.detection.peers import installed, known, ours

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".peers" / "detection"


def main() -> int:
    options = _options()
    wanted = {"all": known(), "none": []}.get(options.peers, options.peers.split(","))
    if unknown := [name for name in wanted if name not in known()]:
        print(f"Unknown peer {', '.join(unknown)}. Known are: {', '.join(known())}; or all, or none.")
        return 2
    try:
        corpora = Corpora.read(options.data, benign_texts=options.benign_texts)
    except Missing as problem:
        print(problem)
        return 2
    peers, left_out = installed(PEERS, wanted, options.spacy_model)
    results: dict[str, Figures] = {}
    sets = corpora.sets()
    for engine in (ours(), *peers):
        print(f"Measuring {engine.name} …", flush=True)
        try:
            run = measured(engine, sets, bulk_seconds=options.seconds)
        except Failed as problem:
            left_out[engine.name] = f"it did not run: {problem}"
            continue
        results[engine.name] = figures(run, corpora)
    if not results:
        print(*(f"{name}: {why}" for name, why in left_out.items()), sep="\n")
        return 2
    command = " ".join(["make bench-detect", *([f'ARGS="{options.said}"'] if options.said else [])])
    report.written(options.markdown, results, corpora, left_out, command)
    print(f"Written: {options.markdown}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.detection",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("WATCHGATE_SHARED") or ROOT.parent / "shared") / "data",
        metavar="FOLDER",
        help="where the sets are; see above (default: %(default)s)",
    )
    parser.add_argument("--peers", default="all", help=f"all, none, or some of {','.join(known())}")
    parser.add_argument(
        "--spacy-model",
        metavar="PACKAGE",
        help="a package with another spaCy model, to measure Presidio with it as well",
    )
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="how long throughput is measured (default: 5)"
    )
    parser.add_argument("--benign-texts", type=int, metavar="N", help="only the first N ordinary prompts")
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        default=ROOT / "docs" / "benchmarks" / "detection.md",
        help="the page that is written (default: %(default)s)",
    )
    options = parser.parse_args()
    options.said = " ".join(
        word for word in sys.argv[1:] if not word.startswith(("--data", "--markdown", "/", "."))
    )
    return options


if __name__ == "__main__":
    sys.exit(main())
