"""English abbreviations that end in a full stop, by what may follow them.

Used by the English splitter, and by the Japanese one for the Latin words inside Japanese text.
"""

import re

__all__ = ["MONTHS", "NUMBERED", "OPENING_WORDS", "PERHAPS_LAST", "TITLES", "is_dotted"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    Mr Mrs Ms Mx Dr Prof Rev Fr Hon Pres Gov Sen Rep Reps Sens Govs Gen Lt Col Sgt Capt Cpt Maj Cmdr Cdr Cpl Pvt
    Adm Brig Supt Insp Det Msgr Messrs Mme Mlle Amb Sec Atty St Ste Mt Ft vs v cf eg ie e.g i.e viz Esq approx
    """
)
"""Followed by a name or the rest of the thought: never the end of a sentence."""

NUMBERED = _words(
    """
    No Nos no nos Fig Figs fig figs Vol vol Art Ch Eq p pp c ca Op op Para para Pt
    """
)
"""No end of a sentence before a number."""

MONTHS = _words(
    """
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    """
)
"""No end of a sentence before a number; before a word only where that word likes to open sentences."""

PERHAPS_LAST = _words(
    """
    Inc Co Corp Ltd Bros LLC Jr Sr etc al Ave Blvd Rd Hwy Dept Univ Assn Natl Ala Ariz Ark Calif Colo Conn Del
    Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo
    Ont Que est dept ft lb lbs oz min max hr hrs sec tel ext ed eds trans repr am pm
    """
)
"""The end of a sentence only before a word that likes to open sentences."""

OPENING_WORDS = _words(
    """
    The A An He She It They We I You This That These Those But And Or So In On At As For From With Without After
    Before When While If Although Though However Meanwhile His Her Its Their Our My Your There Here What Who How
    Why Where Which Some Many Most Much Such Now Then Since According Also Another By Both All Despite During
    Each Every Even Only Once Perhaps Still To Under Until Yet Because Instead Later Earlier Last Nor Of Over
    Several Through Thus Today Yesterday Tomorrow Unlike Whether Not Nobody Nothing Everyone Everything Let Like
    Maybe
    """
)
"""Words whose capital letter says that a sentence begins, because no name begins with them."""

_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")


def is_dotted(word: str) -> bool:
    """Whether a word, without its last stop, is letters with stops between: U.S, a.m, Ph.D."""
    return _DOTTED.fullmatch(word) is not None
