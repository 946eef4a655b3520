"""Do the metrics say what people say? Correlation of system scores with published human ones."""

from collections.abc import Sequence

from eval.leaderboard.result import HumanAgreement, MetricAgreement, Placing
from eval.suites import HumanScores

__all__ = ["human_agreement"]

_FEWEST = 3
"""Two systems always correlate perfectly."""


def human_agreement(human: HumanScores | None, placings: Sequence[Placing]) -> HumanAgreement | None:
    """Pearson's correlation and Kendall's tau-b of each metric with people, over the systems that people scored.

    The scores of a metric where lower is better (TER) are negated first, so that 1 is always full agreement.
    """
    if human is None:
        return None
    scored = [placing for placing in placings if placing.name in human.by_system and not placing.is_model]
    if len(scored) < _FEWEST:
        return None
    from scipy.stats import kendalltau, pearsonr

    people = [human.by_system[placing.name] for placing in scored]
    metrics = []
    for column, paired in enumerate(scored[0].scores):
        sign = -1 if paired.score.metric == "TER" else 1
        values = [sign * placing.scores[column].score.value for placing in scored]
        if len(set(values)) == 1 or len(set(people)) == 1:
            return None
        metrics.append(
            MetricAgreement(
                paired.score.metric,
                float(pearsonr(values, people).statistic),
                float(kendalltau(values, people).statistic),
            )
        )
    systems = tuple(
        (placing.name, human.by_system[placing.name], tuple(paired.score.value for paired in placing.scores))
        for placing in scored
    )
    return HumanAgreement(human.origin, systems, tuple(metrics))
