"""How does the gateway compare with others, on this machine, in one run?

python -m benchmarks.gateway                          us, nginx, and every peer (installed on the first run)
python -m benchmarks.gateway --peers ferrogw,portkey  only these
python -m benchmarks.gateway --peers none --rounds 3  only us and nginx, in a few minutes
python -m benchmarks.gateway --soak 200000            does memory stay flat?
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.gateway import report, tools
from benchmarks.gateway.candidates import Candidate, candidates
from benchmarks.gateway.measure import Bench, write_bodies
from benchmarks.gateway.peers import Peer, all_peers, nginx
from benchmarks.gateway.processes import Cores
from benchmarks.gateway.running import running
from benchmarks.gateway.soak import soak
from rich.console import Console

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".peers"


def main() -> int:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 200)
    try:
        return _run(options, console)
    except tools.CannotRun as problem:
        console.print(str(problem), markup=False)
        return 2


def _run(options: argparse.Namespace, console: Console) -> int:
    chosen = _chosen(options.peers)
    tools.build(PEERS / "bin")
    for peer in chosen:
        peer.install()
    if not nginx():
        console.print("Left out: nginx is not installed (Debian: apt install nginx-light).")
    cores = Cores() if options.no_pin else Cores.apart()
    loader = tools.Loader(PEERS / "bin", cores)
    # On the disk that holds the repository: in memory, writing evidence would cost nothing.
    with (
        tempfile.TemporaryDirectory(dir=PEERS, prefix="run-") as made,
        tools.FakeUpstream(PEERS / "bin", cores) as upstream,
    ):
        folder = Path(made)
        write_bodies(folder)
        taking_part = list(candidates(upstream.port, chosen, folder))
        if options.soak:
            taking_part = [one for one in taking_part if one.name == report.PACK]
        with running(taking_part, upstream, folder, cores) as (up, skipped):
            if options.soak:
                if not up:
                    raise tools.CannotRun(f"{report.PACK} did not start: {skipped[report.PACK]}")
                facts = soak(up[0], loader, folder / "personal.json", options.soak, console)
                if options.json:
                    options.json.write_text(json.dumps(facts, indent=1) + "\n")
                return 0
            bench = Bench(loader, upstream, folder, options.seconds)
            with console.status("") as status:
                results = bench.rounds(up, options.rounds, status.update)
    _tell(options, console, results, taking_part, skipped, cores)
    return 0


def _tell(
    options: argparse.Namespace,
    console: Console,
    results: report.Results,
    taking_part: list[Candidate],
    skipped: dict[str, str],
    cores: Cores,
) -> None:
    facts = report.machine(cores)
    report.show(results, console)
    if options.json:
        report.write_json(options.json, results, taking_part, skipped, facts)
    if options.markdown:
        command = "make bench-gateway" + (f' ARGS="{" ".join(sys.argv[1:])}"' if sys.argv[1:] else "")
        report.write_markdown(options.markdown, results, taking_part, skipped, facts, command)
        console.print(f"Written: {options.markdown}")


def _chosen(names: str) -> list[Peer]:
    known = all_peers(PEERS)
    wanted = {"all": list(known), "none": []}.get(names, names.split(","))
    if unknown := [name for name in wanted if name not in known]:
        raise tools.CannotRun(
            f"Unknown peer {', '.join(unknown)}. Known are: {', '.join(known)}; or all, or none."
        )
    return [known[name] for name in wanted]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.gateway",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--peers", default="all", help="all, none, or some of litellm,portkey,ferrogw (default: all)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (default: 5)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=2.0,
        help="how long each of the five or six loads of a round lasts (default: 2)",
    )
    parser.add_argument(
        "--no-pin",
        action="store_true",
        help="let the system place the processes, instead of one core for the gateway",
    )
    parser.add_argument(
        "--soak",
        type=int,
        metavar="N",
        help="only this: N exchanges through Watchgate with the pack, watching its memory",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round as JSON")
    parser.add_argument(
        "--markdown",
        type=Path,
        metavar="FILE",
        help="write the page for the documentation (docs/benchmarks/gateway.md)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
