"""Measure the checks of faithfulness: `python -m eval.faithfulness`, with `--lines JA EN` also on a translation."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpora.errors import ScoreError, TaiyakuError
from corpora.lines import read_lines
from corpora.suites.faithfulness import HALVES, planted_beads
from eval.faithfulness.measuring import (
    CheckQuality,
    FlaggedShare,
    flagged_by_any,
    measure_checks,
    measure_false_alarms,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, as Markdown or JSON.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m eval.faithfulness", description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "all"), default=HALVES[1], help="beads of ours (default: held-out)")
    parser.add_argument("--lines", nargs=2, type=Path, metavar=("JA", "EN"), help="line-parallel files to check")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        if options.lines:
            source, target = read_lines(options.lines[0]), read_lines(options.lines[1])
            if len(source) != len(target):
                raise ScoreError(
                    f"{len(source)} lines, but {options.lines[1]}: {len(target)}",
                    path=options.lines[0],
                    remedy="give files that go line by line with each other",
                )
            shares = measure_false_alarms(source, target)
            text = _json_of_shares(shares) if options.json else _table_of_shares(shares)
        else:
            qualities = measure_checks(planted_beads(None if options.half == "all" else options.half))
            text = _json_of_qualities(qualities) if options.json else _table_of_qualities(qualities)
    except TaiyakuError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(text)
    return 0


def _table_of_qualities(qualities: Sequence[CheckQuality]) -> str:
    lines = ["| Check | Precision | Recall | Faithful beads marked |\n", "| :-- | --: | --: | --: |\n"]
    for quality in qualities:
        found = quality.agreement
        lines.append(
            f"| {quality.check} | {found.precision:.3f} ({found.predicted_right} of {found.predicted}) "
            f"| {found.recall:.3f} ({found.gold_found} of {found.gold}) "
            f"| {quality.clean_flagged} of {quality.clean} |\n"
        )
    return "".join(lines)


def _table_of_shares(shares: Sequence[FlaggedShare]) -> str:
    lines = ["| Check | Lines marked | Share |\n", "| :-- | --: | --: |\n"]
    lines += [f"| {share.check} | {len(share.lines)} of {share.of} | {share.share:.1%} |\n" for share in shares]
    total = flagged_by_any(shares)
    lines.append(f"| any | {total} of {shares[0].of} | {total / shares[0].of:.1%} |\n")
    return "".join(lines)


def _json_of_qualities(qualities: Sequence[CheckQuality]) -> str:
    data = {
        quality.check.value: {
            "precision": quality.agreement.precision,
            "recall": quality.agreement.recall,
            "marked": quality.agreement.predicted,
            "planted": quality.agreement.gold,
            "clean_flagged": quality.clean_flagged,
            "clean": quality.clean,
        }
        for quality in qualities
    }
    return json.dumps(data, indent=1) + "\n"


def _json_of_shares(shares: Sequence[FlaggedShare]) -> str:
    data = {share.check.value: {"share": share.share, "of": share.of, "lines": share.lines} for share in shares}
    return json.dumps(data, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
