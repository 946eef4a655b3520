"""Sentence splitting for Japanese and English, by character offsets into the text as it was read.

Readers (`corpora.readers`) cut a page into blocks and call this on each block's text; what comes out becomes the
`Sentence`s of a `Document`. Nothing is changed and nothing is lost: the spans hold every character but white space.
"""

from corpora.sentences.english import english_cuts
from corpora.sentences.japanese import japanese_cuts
from corpora.sentences.lines import is_hard_wrapped, stretches, trimmed

__all__ = ["is_hard_wrapped", "split_sentences"]

_CUTTERS = {"en": english_cuts, "ja": japanese_cuts}


def split_sentences(text: str, language: str, *, hard_wrapped: bool = False) -> list[tuple[int, int]]:
    """Cuts a text into sentences.

    A line break ends a sentence, unless the text is hard-wrapped: then only an empty line, an indented Japanese line or
    a bullet does. Time and memory grow linearly with the text, whatever it holds.

    Args:
        text: Any text.
        language: `ja` or `en`.
        hard_wrapped: Whether single line breaks are mere wraps (see `is_hard_wrapped`).

    Returns:
        Spans `(start, end)` into `text`: in order, not overlapping, without white space at their ends, together holding
        every character that is not white space.

    Raises:
        ValueError: For another language.
    """
    if language not in _CUTTERS:
        raise ValueError(f"no sentence splitter for language {language!r}; there are: {', '.join(sorted(_CUTTERS))}")
    spans: list[tuple[int, int]] = []
    for start, end in stretches(text, language, hard_wrapped=hard_wrapped):
        begin = start
        for cut in [*_CUTTERS[language](text, start, end), end]:
            span = trimmed(text, begin, cut)
            if span is not None:
                spans.append(span)
            begin = cut
    return spans
