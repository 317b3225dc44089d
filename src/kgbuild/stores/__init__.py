"""An export in a remote store: one named graph per document, kept in step by digests."""

from kgbuild.stores.kinds import KINDS, Store, connect
from kgbuild.stores.manifest import BASE, LOCAL_NAME
from kgbuild.stores.shares import Scan, Share, ShareEntry, collect, read_shares, scan
from kgbuild.stores.syncing import LoadReport, Progress, sync
from kgbuild.stores.transport import Transport

__all__ = [
    "BASE",
    "KINDS",
    "LOCAL_NAME",
    "LoadReport",
    "Progress",
    "Scan",
    "Share",
    "ShareEntry",
    "Store",
    "Transport",
    "collect",
    "connect",
    "read_shares",
    "scan",
    "sync",
]
