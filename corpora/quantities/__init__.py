"""Numbers, dates, money and measures in a sentence, as values with their places.

50万人 and 500,000 people are the same. Translating copies values instead of guessing them, aligning counts shared ones,
judging compares them, and the page marks them. `find_quantities` is the door; each language has a file.
"""

from corpora.quantities.quantity import Quantity, QuantityKind, find_quantities

__all__ = ["Quantity", "QuantityKind", "find_quantities"]
