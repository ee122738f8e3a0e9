"""The REST door: every operation, list, record and read over HTTP, made from the registries alone.

Nothing here knows the business. Operations are the registry of `platform.operations`; lists and records are the
declarations of `platform.ui`; reads are named questions that modules declare in their `rest`. The layer types what
comes in, says no in problem+json, and hands the deed to the same function that a button calls.

States nothing, changes nothing: an operation opens its own transaction, everything else reads inside one.
"""

from throughline.platform.rest.reads import READS, Page, ReadSpec, read

__all__ = ["READS", "Page", "ReadSpec", "read"]
