"""The numbers suite: 600 sentences of ours full of numbers, dates, money and measures, with the values they hold.

A suite folder like any other (`src.ja`, `ref.en`); `values.jsonl` says for each line which values a translation must
have. `python -m corpora.suites.numbers.writing` writes all three.
"""

from pathlib import Path
from typing import Final

__all__ = ["FOLDER"]

FOLDER: Final = Path(__file__).parent
