"""Words that a translation of the source shares with the target: the signal of Bleualign (Sennrich and Volk, 2010).

It needs a translation at hand, of whatever quality, and then serves any pair of languages.
"""

import re
import unicodedata
from collections.abc import Sequence

from align.signals.items import CommonItems

__all__ = ["find_common_words"]

WORD = re.compile(r"\w{2,}")


def find_common_words(translation: Sequence[str], target: Sequence[str]) -> CommonItems:
    """The words of both, lower case, by their first six letters, which stands in for a stemmer."""
    sides = [
        [{word[:6] for word in WORD.findall(unicodedata.normalize("NFKC", line).lower())} for line in lines]
        for lines in (translation, target)
    ]
    return CommonItems.find(sides[0], sides[1])
