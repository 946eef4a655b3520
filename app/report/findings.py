"""What is to be marked in a row: numbers, dates and names that columns share, and what the checks found to differ.

Values come from `corpora.quantities`, names from `align.signals.names`, discrepancies with their reasons from
`eval.faithfulness`; here they meet the sentences of a row, and nothing is judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from align.signals.names import ENGLISH_WORD, KATAKANA, LATIN_IN_JAPANESE, match_names
from app.report.rows import Place, Row
from app.report.sentences import LONGEST_MARKED, Side, Stretch
from corpora.quantities import QuantityKind, find_quantities
from eval.faithfulness import Check, Discrepancy, Faithfulness, Mark

__all__ = ["Finder", "Finding", "RowFindings"]

_Key = tuple[Side, int]
_ABOUT_WHOLE_BEADS = (Check.DROPPED, Check.ADDED)  # a null bead says so itself


@dataclass(frozen=True, slots=True)
class Finding:
    """A discrepancy and the link that ties its words on the page to the line that gives the reason."""

    link: str
    discrepancy: Discrepancy


@dataclass(frozen=True, slots=True)
class RowFindings:
    """Everything to be marked in a row.

    Attributes:
        stretches: By side and index of the sentence.
        article: Between the Japanese and the source.
        translation: Between a Japanese sentence and its translation, by its index.
    """

    stretches: Mapping[_Key, Sequence[Stretch]] = field(default_factory=dict)
    article: Sequence[Finding] = ()
    translation: Mapping[int, Sequence[Finding]] = field(default_factory=dict)


class Finder:
    """Finds what belongs to a row; it sorts the discrepancies of a comparison once."""

    def __init__(self, faithfulness: Faithfulness | None) -> None:
        article, translation = (faithfulness.article, faithfulness.translation) if faithfulness else ((), ())
        self._article = _by_sentence(article, Side.JAPANESE, Side.SOURCE)
        self._translation = _by_sentence(translation, Side.JAPANESE, Side.TRANSLATION)

    def of(self, row: Row) -> RowFindings:
        """What is to be marked in this row."""
        article, translation = self._of_article(row), self._of_translation(row)
        stretches: dict[_Key, list[Stretch]] = defaultdict(list)
        for key, stretch in (
            *_marked(article, Side.SOURCE),
            *_marked(chain.from_iterable(translation.values()), Side.TRANSLATION),
            *_shared_quantities(row),
            *_shared_names(row),
        ):
            stretches[key].append(stretch)
        return RowFindings(stretches, article, translation)

    def _of_article(self, row: Row) -> list[Finding]:
        found = _at(self._article, Side.JAPANESE, _indices(row.japanese), Side.SOURCE, _indices(row.english))
        is_null = row.is_added or row.is_dropped
        return [
            Finding(f"a{number}", item)
            for number, item in enumerate(found)
            if not (is_null and item.check in _ABOUT_WHOLE_BEADS)
        ]

    def _of_translation(self, row: Row) -> dict[int, list[Finding]]:
        return {
            index: [
                Finding(f"t{index}-{number}", item)
                for number, item in enumerate(_at(self._translation, Side.JAPANESE, [index], Side.TRANSLATION, [index]))
            ]
            for index in _indices(row.japanese)
        }


def _indices(places: Sequence[Place]) -> list[int]:
    return [place.index for place in places if place.index is not None]


_BySentence = Mapping[_Key, Sequence[Discrepancy]]


def _by_sentence(found: Sequence[Discrepancy], source_side: Side, target_side: Side) -> _BySentence:
    sorted_out: dict[_Key, list[Discrepancy]] = defaultdict(list)
    for item in found:
        for mark, side in ((item.source, source_side), (item.target, target_side)):
            if mark is not None:
                sorted_out[side, mark.sentence].append(item)
    return sorted_out


def _at(
    found: _BySentence, source_side: Side, sources: Sequence[int], target_side: Side, targets: Sequence[int]
) -> Sequence[Discrepancy]:
    """The discrepancies of these sentences, each once."""
    keys = [(source_side, index) for index in sources] + [(target_side, index) for index in targets]
    return list(dict.fromkeys(item for key in keys for item in found.get(key, ())))


def _marked(findings: Iterable[Finding], target_side: Side) -> Iterator[tuple[_Key, Stretch]]:
    for finding in findings:
        item = finding.discrepancy
        marks: tuple[tuple[Mark | None, Side], ...] = ((item.source, Side.JAPANESE), (item.target, target_side))
        for mark, side in marks:
            if mark is not None:
                yield (side, mark.sentence), Stretch(mark.start, mark.end, finding.link, item.reason)


def _shared_quantities(row: Row) -> Iterator[tuple[_Key, Stretch]]:
    """Quantities that another column of the row has, too, tied to one another by their value.

    A time of day is no number of things; between the other kinds the two languages do not draw the same lines.
    """
    written: dict[tuple[float, bool], list[tuple[_Key, int, int]]] = defaultdict(list)
    for key, text in _texts(row):
        for quantity in find_quantities(text, "ja" if key[0] is Side.JAPANESE else "en"):
            written[quantity.value, quantity.kind is QuantityKind.TIME].append((key, quantity.start, quantity.end))
    for number, places in enumerate(written.values()):
        if len({side for (side, _), _, _ in places}) > 1:
            for key, start, end in places:
                yield key, Stretch(start, end, f"v{number}")


def _shared_names(row: Row) -> Iterator[tuple[_Key, Stretch]]:
    """Names in katakana or Latin letters that an English column of the row has, too, tied by the English word."""
    texts = list(_texts(row))
    english = [(key, text) for key, text in texts if key[0] is not Side.JAPANESE]
    found = [
        (key, match)
        for key, text in texts
        if key[0] is Side.JAPANESE
        for pattern in (KATAKANA, LATIN_IN_JAPANESE)
        for match in pattern.finditer(text)
    ]
    labels, _ = match_names([match[0] for _, match in found], [text for _, text in english])
    numbers = {label: number for number, label in enumerate(sorted(set().union(*labels)))}
    for (key, match), own in zip(found, labels, strict=True):
        for label in sorted(own):
            yield key, Stretch(match.start(), match.end(), f"n{numbers[label]}", is_name=True)
    for key, text in english:
        for match in ENGLISH_WORD.finditer(text):
            if match[0][0].isupper() and match[0].lower() in numbers:
                yield key, Stretch(match.start(), match.end(), f"n{numbers[match[0].lower()]}", is_name=True)


def _texts(row: Row) -> Iterator[tuple[_Key, str]]:
    """The texts of a row that can be marked."""
    for place in row.japanese:
        if place.index is not None and place.hypothesis is not None:
            yield from _markable(Side.JAPANESE, place.index, place.sentence.text)
            yield from _markable(Side.TRANSLATION, place.index, place.hypothesis.text)
    for place in row.english:
        yield from _markable(Side.SOURCE, _counted(place), place.sentence.text)


def _markable(side: Side, index: int, text: str) -> Iterator[tuple[_Key, str]]:
    if len(text) <= LONGEST_MARKED:
        yield (side, index), text


def _counted(place: Place) -> int:
    return place.number if place.index is None else place.index
