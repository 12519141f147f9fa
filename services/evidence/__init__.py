"""Proof that the record is whole: a tree of hashes, signed checkpoints, bundles, their checks."""

from services.evidence.bundle import Content, Withheld, bundle_of
from services.evidence.checkpoints import BadCheckpoint, Checkpoint, Checkpoints, Signer, read_note
from services.evidence.log_check import check_log
from services.evidence.merkle import Frontier, Tree
from services.evidence.publishing import Publisher
from services.evidence.verifying import Report, verify_bundle

__all__ = [
    "BadCheckpoint",
    "Checkpoint",
    "Checkpoints",
    "Content",
    "Frontier",
    "Publisher",
    "Report",
    "Signer",
    "Tree",
    "Withheld",
    "bundle_of",
    "check_log",
    "read_note",
    "verify_bundle",
]
