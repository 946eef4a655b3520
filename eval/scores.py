"""Corpus scores with signatures and confidence intervals: of line files, and of the beads of an alignment.

What sacrebleu computes is never computed again here; what it fails to check is checked first (`eval.segments`).
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpora.errors import ScoreError
from corpora.lines import read_lines
from eval.coverage import check_sentences, coverage
from eval.metrics import DEFAULT_METRICS, METRICS, load_metric, metric_names, seeded
from eval.result import Score, Scores
from eval.segments import Segments

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

    from align.alignment import Alignment

__all__ = ["read_segments", "score_beads", "score_corpus", "score_segments", "sentence_scores"]

DEFAULT_SEED = 12345
"""sacrebleu's own, so that intervals equal those of its command."""

_SEGMENTS_KEPT: Final = 16_384
"""Segments whose counts are remembered: in the viewer an edit makes one or two of a thousand new."""


def score_corpus(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    *,
    source: Sequence[str] | None = None,
    metrics: Sequence[str] = DEFAULT_METRICS,
    bootstrap: int = 0,
    seed: int = DEFAULT_SEED,
    tokenizer: str = "13a",
) -> Scores:
    """Score the segments of one system.

    Args:
        hypotheses: The system's output, one string a segment.
        references: One list for each reference translation, each as long as `hypotheses`.
        source: The source segments, where they are known: serves only to notice mistakes.
        metrics: Names from `eval.METRICS`.
        bootstrap: Number of bootstrap resamples for 95% confidence intervals (sacrebleu's usual is 1000); 0 for none.
        seed: Seed of the resampling.
        tokenizer: BLEU's tokenizer.

    Returns:
        A score for each metric, in the order given; `notes` says what makes them doubtful.

    Raises:
        ScoreError: The lists are empty, differ in length or have the wrong shape; or a metric or tokenizer is unknown.
    """
    segments = Segments(hypotheses, references, source)
    return score_segments(segments, metrics=metrics, bootstrap=bootstrap, seed=seed, tokenizer=tokenizer)


def score_segments(
    segments: Segments,
    *,
    metrics: Sequence[str] = DEFAULT_METRICS,
    bootstrap: int = 0,
    seed: int = DEFAULT_SEED,
    tokenizer: str = "13a",
) -> Scores:
    """Score segments that carry the names which messages are to use; otherwise like `score_corpus`."""
    segments.check()
    if bootstrap < 0 or bootstrap == 1:
        raise ScoreError(f"{bootstrap} bootstrap resamples make no interval", remedy="give 0 for none, or about 1000")
    with seeded(seed):
        scores = tuple(_score(name, tokenizer, segments, bootstrap) for name in metric_names(metrics))
    return Scores(scores, segments=len(segments.hypotheses), notes=segments.notes())


def read_segments(hypotheses: Path, references: Sequence[Path], source: Path | None = None) -> Segments:
    r"""Read line files to score; only `\n` ends a line, so that no file loses step.

    Raises:
        InputError: A file cannot be read, is empty or is not UTF-8; the line is named.
        ScoreError: The files do not have the same number of lines.
    """
    segments = Segments(
        read_lines(hypotheses),
        [read_lines(reference) for reference in references],
        None if source is None else read_lines(source),
        hypothesis_name=str(hypotheses),
        reference_names=[str(reference) for reference in references],
        source_name="source" if source is None else str(source),
    )
    segments.check()
    return segments


def score_beads(
    translations: Sequence[str],
    alignment: "Alignment",
    source_sentences: Sequence[str],
    target_sentences: Sequence[str],
    *,
    metrics: Sequence[str] = DEFAULT_METRICS,
    bootstrap: int = 0,
    seed: int = DEFAULT_SEED,
    tokenizer: str = "13a",
) -> Scores | None:
    """Score a document's translation against the sentences that it is aligned with.

    A segment is a bead with both sides: its hypothesis is the translations of its source sentences joined with spaces,
    its reference the target sentences joined likewise.

    Args:
        translations: One for each source sentence.
        alignment: Beads over the source and target sentences.
        source_sentences: What was translated.
        target_sentences: What the alignment holds against it.
        metrics: Names from `eval.METRICS`.
        bootstrap: Number of bootstrap resamples for confidence intervals; 0 for none.
        seed: Seed of the resampling.
        tokenizer: BLEU's tokenizer.

    Returns:
        The scores with the coverage of both sides; `None` where no bead has both sides, or none of those a translation.

    Raises:
        ScoreError: There are not as many translations or sentences as the alignment numbers.
    """
    check_sentences(alignment, source_sentences, target_sentences)
    if len(translations) != len(source_sentences):
        raise ScoreError(
            f"{len(translations)} translations of {len(source_sentences)} source sentences",
            remedy="give one translation for each source sentence",
        )
    paired = [bead for bead in alignment.beads if not bead.is_null]
    hypotheses = [_joined(translations, bead.source) for bead in paired]
    if not any(hypothesis.strip() for hypothesis in hypotheses):
        return None
    segments = Segments(
        hypotheses,
        [[_joined(target_sentences, bead.target) for bead in paired]],
        [_joined(source_sentences, bead.source) for bead in paired],
        hypothesis_name="translations",
        reference_names=("the aligned text",),
        source_name="the source text",
    )
    scores = score_segments(segments, metrics=metrics, bootstrap=bootstrap, seed=seed, tokenizer=tokenizer)
    covered = coverage(alignment, source_sentences, target_sentences)
    return Scores(scores.scores, scores.segments, covered, scores.notes)


def sentence_scores(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    *,
    metrics: Sequence[str] = ("chrF2",),
    tokenizer: str = "13a",
) -> tuple[tuple[Score, ...], ...]:
    """Score every segment by itself, BLEU with effective order.

    Args:
        hypotheses: One string a segment.
        references: One list for each reference translation, each as long as `hypotheses`.
        metrics: Names from `eval.METRICS`.
        tokenizer: BLEU's tokenizer.

    Returns:
        For each segment its scores in the order of the metrics. They rank segments; their mean is no corpus score.

    Raises:
        ScoreError: As for `score_corpus`.
    """
    Segments(hypotheses, references).check()
    names = metric_names(metrics)
    loaded = [load_metric(name, tokenizer=tokenizer, by_sentence=True) for name in names]
    return tuple(
        tuple(
            Score(name, float(metric.sentence_score(hypothesis, list(segment)).score), str(metric.get_signature()))
            for name, metric in zip(names, loaded, strict=True)
        )
        for hypothesis, segment in zip(hypotheses, zip(*references, strict=True), strict=True)
    )


def _score(name: str, tokenizer: str, segments: Segments, bootstrap: int) -> Score:
    """What `corpus_score` of sacrebleu does, step by step.

    Its own average over the samples fails where one of them holds no reference words or no match, as samples of short
    texts do.
    """
    from sacrebleu.significance import _bootstrap_resample, estimate_ci

    metric = load_metric(name, tokenizer=tokenizer)
    counts: list[list[float]]
    if len(segments.hypotheses) <= _SEGMENTS_KEPT // len(METRICS):
        together = zip(segments.hypotheses, *segments.references, strict=True)
        counts = [list(_counts(name, tokenizer, *segment)) for segment in together]
        metric.num_refs = len(segments.references)  # for the signature; else set where it counts
    else:
        counts = metric._extract_corpus_statistics(segments.hypotheses, segments.references)
    result = metric._aggregate_and_compute(counts)
    mean = interval = None
    if bootstrap:
        import numpy as np

        metric.n_bootstrap = bootstrap
        metric.seed, sampled = _bootstrap_resample(counts, metric, bootstrap)
        mean, interval = map(float, estimate_ci(np.array([sample.score for sample in sampled])))
    return Score(result.name, float(result.score), str(metric.get_signature()), interval, mean)


@lru_cache(maxsize=_SEGMENTS_KEPT)
def _counts(name: str, tokenizer: str, hypothesis: str, *references: str) -> tuple[float, ...]:
    """What a metric counts in one segment; TER takes some milliseconds for one."""
    counted = _counter(name, tokenizer)._extract_corpus_statistics([hypothesis], [[text] for text in references])
    return tuple(counted[0])


@cache
def _counter(name: str, tokenizer: str) -> "Metric":
    return load_metric(name, tokenizer=tokenizer)


def _joined(sentences: Sequence[str], indices: Sequence[int]) -> str:
    return " ".join(text for index in indices if (text := sentences[index].strip()))
