"""Batch translation on many machines: shards of sentences, one engine for each worker, the order restored at the end.

`ClusterJob` stands in for `translate.batch.BatchJob` where a job is too large for one machine. The shards and what
comes of them lie in one folder that all machines see, so that any of them may die at any moment.
"""

from translate.cluster.job import SHARD_SENTENCES, ClusterJob

__all__ = ["SHARD_SENTENCES", "ClusterJob"]
