"""Whether sentences are Japanese: which side of a document pair is which, and whether the embedded model knows it."""

import re
from collections.abc import Sequence

__all__ = ["are_japanese"]

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿々]")


def are_japanese(sentences: Sequence[str]) -> bool:
    """Whether most of the sentences that are not blank hold kana or kanji; Chinese passes for Japanese."""
    written = [sentence for sentence in sentences if sentence.strip()]
    return 2 * sum(bool(JAPANESE.search(sentence)) for sentence in written) > len(written)
