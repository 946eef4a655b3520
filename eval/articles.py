"""Scores of whole articles, and how far alignment errors move them: `python -m eval.articles FOLDER`.

An article and its source are not line-parallel: they are aligned first, and the beads are the segments (`score_beads`).
On documents with gold beads both scores can be had, the one over gold and the one over ours; their difference is what
aligning costs.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from align.alignment import Alignment
from corpora.errors import InputError, ScoreError, TaiyakuError
from corpora.lines import read_lines
from eval.alignment_scores import AlignmentScores, score_alignment
from eval.coverage import coverage
from eval.metrics import DEFAULT_METRICS
from eval.result import Coverage, Score
from eval.scores import score_corpus

__all__ = ["Article", "ArticleScores", "OverBeads", "read_articles", "score_articles"]

Translate = Callable[[Sequence[str]], list[str]]
"""Sentences into translations, one for one."""

Align = Callable[[Sequence[str], Sequence[str], Sequence[str]], Alignment]
"""Source and target sentences and the translations of the source into an alignment."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document pair with gold beads."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: Alignment


@dataclass(frozen=True, slots=True)
class OverBeads:
    """What the translations of all articles score when these beads are the segments.

    Attributes:
        scores: Pooled over the articles.
        segments: Beads with both sides.
        coverage: Of all articles together.
        by_article: For each article its score in the first metric; `None` where no bead has both sides.
    """

    scores: tuple[Score, ...]
    segments: int
    coverage: Coverage
    by_article: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ArticleScores:
    """The same translations over gold beads and over ours.

    Attributes:
        articles: Their names.
        gold: Over gold beads.
        ours: Over our beads.
        alignment: Our beads against gold.
    """

    articles: tuple[str, ...]
    gold: OverBeads
    ours: OverBeads
    alignment: AlignmentScores

    @property
    def mean_distance(self) -> float:
        """Mean over the articles of how far the score over ours lies from that over gold, in the first metric."""
        pairs = zip(self.gold.by_article, self.ours.by_article, strict=True)
        distances = [abs(gold - ours) for gold, ours in pairs if gold is not None and ours is not None]
        return sum(distances) / len(distances) if distances else 0.0


def read_articles(folder: Path, limit: int | None = None) -> list[Article]:
    """Read the documents of a folder: `NAME.ja` and `NAME.en`, one sentence a line, and `NAME.gold`, vecalign lines.

    Raises:
        InputError: A file is missing or cannot be read, or the folder holds no gold.
        ScoreError: A gold file counts sentences that are not there.
    """
    golds = sorted(folder.glob("*.gold"))[:limit]
    if not golds:
        raise InputError("holds no document with gold beads", path=folder, remedy="it should hold NAME.ja, .en, .gold")
    return [_article(gold) for gold in golds]


def _article(path: Path) -> Article:
    from align.formats import read_alignment

    source, target = (tuple(read_lines(path.with_suffix(suffix))) for suffix in (".ja", ".en"))
    beads = read_alignment(path, "vecalign").alignment.beads
    lasts = ((max(bead.source, default=-1), max(bead.target, default=-1)) for bead in beads)
    if any(last_source >= len(source) or last_target >= len(target) for last_source, last_target in lasts):
        raise ScoreError("counts sentences that are not there", path=path, remedy="give the sentences it was made over")
    return Article(path.stem, source, target, Alignment(beads, len(source), len(target), "gold"))


def score_articles(
    articles: Sequence[Article],
    translate: Translate,
    align: Align,
    *,
    metrics: Sequence[str] = DEFAULT_METRICS,
    progress: Callable[[int, int], None] | None = None,
) -> ArticleScores:
    """Translate and align articles, and score the translations over gold beads and over ours.

    Args:
        articles: With their gold beads.
        translate: Makes the translations.
        align: Makes our beads.
        metrics: Names from `eval.METRICS`, the first one also by article.
        progress: Called with (articles done, articles in all).

    Raises:
        ScoreError: There is no article, or no bead with both sides.
    """
    translations, ours = [], []
    for number, article in enumerate(articles, start=1):
        translations.append(translate(article.source))
        ours.append(align(article.source, article.target, translations[-1]))
        if progress is not None:
            progress(number, len(articles))
    return ArticleScores(
        articles=tuple(article.name for article in articles),
        gold=_over(articles, translations, [article.gold for article in articles], metrics),
        ours=_over(articles, translations, ours, metrics),
        alignment=score_alignment((article.gold, alignment) for article, alignment in zip(articles, ours, strict=True)),
    )


def _over(
    articles: Sequence[Article],
    translations: Sequence[Sequence[str]],
    alignments: Sequence[Alignment],
    metrics: Sequence[str],
) -> OverBeads:
    hypotheses: list[str] = []
    references: list[str] = []
    covered: list[Coverage] = []
    by_article: list[float | None] = []
    for article, lines, alignment in zip(articles, translations, alignments, strict=True):
        beads = [bead for bead in alignment.beads if not bead.is_null]
        own = [" ".join(lines[index] for index in bead.source) for bead in beads]
        other = [" ".join(article.target[index] for index in bead.target) for bead in beads]
        hypotheses += own
        references += other
        covered.append(coverage(alignment, article.source, article.target))
        by_article.append(score_corpus(own, [other], metrics=metrics[:1]).scores[0].value if own else None)
    scores = score_corpus(hypotheses, [references], metrics=metrics)
    total = Coverage(*(sum(getattr(item, name) for item in covered) for name in Coverage.__dataclass_fields__))
    return OverBeads(scores.scores, scores.segments, total, tuple(by_article))


_ROWS: Final = (("gold", "gold beads"), ("ours", "our beads"))


def _table(result: ArticleScores) -> str:
    metrics = [score.metric for score in result.gold.scores]
    head = ["Over", *metrics, "Segments", "Coverage ja", "Coverage en"]
    rows = [head, [":--"] + ["--:"] * (len(head) - 1)]
    for attribute, name in _ROWS:
        over: OverBeads = getattr(result, attribute)
        figures = [f"{score.value:.2f}" for score in over.scores]
        shares = [f"{over.coverage.source_share:.1%}", f"{over.coverage.target_share:.1%}"]
        rows.append([name, *figures, f"{over.segments:,}", *shares])
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    lines.append(
        f"\n{len(result.articles)} articles; our beads reach strict F1 {result.alignment.strict.f1:.3f}, lax "
        f"{result.alignment.lax.f1:.3f}. By article, {metrics[0]} differs by {result.mean_distance:.2f} in the mean.\n"
    )
    return "".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the articles of folders over gold beads and over ours, and print Markdown or JSON.

    Returns:
        The exit code.
    """
    from align import align
    from translate import load_engine

    parser = argparse.ArgumentParser(prog="python -m eval.articles", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="NAME.ja, NAME.en and NAME.gold")
    parser.add_argument("--model", help="what translates (default: the embedded model)")
    parser.add_argument("--limit", type=int, help="only the first documents of a folder")
    parser.add_argument("--without-translation", action="store_true", help="align without the translation as a signal")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        engine = load_engine(options.model)
        for folder in options.folders:
            result = score_articles(
                read_articles(folder, options.limit),
                lambda lines: [hypothesis.text for hypothesis in engine.translate(lines)],
                lambda source, target, lines: align(
                    source, target, translation=None if options.without_translation else lines
                ),
            )
            if options.json:
                sys.stdout.write(json.dumps({"folder": folder.name} | asdict(result), indent=1) + "\n")
            else:
                sys.stdout.write(f"### {folder.name}\n\n{_table(result)}\n`{engine.line}`\n\n")
    except TaiyakuError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
