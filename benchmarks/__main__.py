"""`python -m benchmarks`: measure atomos, the hand-written limit and the peers side by side."""

import argparse
import sys

from benchmarks.harness.competitor import NAMES
from benchmarks.harness.options import ROUNDS, SECONDS, WORKS, Options, chosen_peers, chosen_works
from benchmarks.run import run


def main() -> int:
    """Run what the command line names; exit status 1 if some work was not done as it had to be."""
    return run(_options())


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    works = "; ".join(f"{name}: {title}" for name, title in WORKS.items())
    parser.add_argument("--only", default="", help=f"works, separated by commas, of {works}; g: all growth of HTTP")
    parser.add_argument("--peers", default="", help=f"competitors, separated by commas, of {', '.join(NAMES)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each measurement")
    given = parser.parse_args()
    try:
        chosen, peers = chosen_works(given.only), chosen_peers(given.peers, NAMES)
    except ValueError as error:
        parser.error(str(error))
    complete = chosen == frozenset(WORKS) and peers == frozenset(NAMES)
    return Options(chosen, peers, max(given.rounds, 1), max(given.seconds, 1), complete=complete)


if __name__ == "__main__":
    sys.exit(main())
