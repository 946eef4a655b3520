"""Test suites of ours, and what people said of public ones: data that `eval` reads, made by the scripts beside it.

`numbers` is a suite to translate, `faithfulness` beads with known discrepancies; `NAME.human.tsv` holds the published
human scores of the systems of the public suite of that name.
"""
