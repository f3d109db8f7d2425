"""``python -m benchmarks`` measures in one process and prints a table. Nothing is kept."""

import argparse
import os
import time

import django


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300, help="how often each block is drawn")
    parser.add_argument("--against", metavar="REV", help="compare with our package as it was at this revision, and nothing else")
    parser.add_argument("--only", default="", metavar="WORDS", help="of that comparison, the views with these words in their names")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from django.core.management import call_command

    from mentorship_xblock.domain.mentorship.undo import UNDO_WINDOW

    from . import against, bench, builds, report, team
    from .subjects import MINE, PEERS

    call_command("migrate", run_syncdb=True, verbosity=0)
    if asked.against:
        with builds.build_of(asked.against) as then:
            print(against.compared(then, asked.rounds, asked.only))
        return
    places = [bench.placed(subject) for subject in (*MINE, *PEERS)]
    places += [team.overview(team.FEW), team.overview(team.MANY)]
    time.sleep(UNDO_WINDOW.total_seconds())  # nothing is on its way any more: a view of an hour later, and not of the same second
    print(report.printed(places, bench.timed(places, asked.rounds)))


if __name__ == "__main__":
    main()
