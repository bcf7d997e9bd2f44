"""One list of plans, checked in several jobs: what each found, in files that are put together again."""

from launchcheck.shards.head import SCHEMA, Head, Share, digest, digest_of_list
from launchcheck.shards.read import Found, Shard, Together
from launchcheck.shards.write import Line, ShardWriter, line_of

__all__ = [
    "SCHEMA",
    "Found",
    "Head",
    "Line",
    "Shard",
    "ShardWriter",
    "Share",
    "Together",
    "digest",
    "digest_of_list",
    "line_of",
]
