"""Batch translation that never loses work: windows, batches of alike lengths, a journal, a cache.

`BatchJob` is the way through: items with a text go in as a stream, the same items come out in the same order with
their translations, and what was finished is remembered by the `Journal` of the job and the `Cache` of the machine.
"""

from translate.batch.cache import Cache, cache_folder
from translate.batch.job import FIRST_WINDOW, LARGEST_WINDOW, BatchJob, Counts, Outcome
from translate.batch.journal import Journal
from translate.batch.ordering import BatchShape

__all__ = [
    "FIRST_WINDOW",
    "LARGEST_WINDOW",
    "BatchJob",
    "BatchShape",
    "Cache",
    "Counts",
    "Journal",
    "Outcome",
    "cache_folder",
]
