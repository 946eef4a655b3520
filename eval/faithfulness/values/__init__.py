"""Values: what the quantities of a sentence come to, in a form in which Japanese and English can be compared.

`corpora.quantities` finds what is written as a number. Here its units are brought to a common one, parts of one
amount are added up (2時間30分), and what is said without a figure comes to it: halves, dozens, weekdays, noon.
"""

from eval.faithfulness.values.value import Reading, Value, find_values

__all__ = ["Reading", "Value", "find_values"]
