"""Feeds and web addresses become files in a folder, with a table of what is known of them.

Nothing that is fetched is run, and nothing it points to is fetched but the entries of a feed.
"""

from kgbuild.fetching.client import FetchSettings, PoliteClient
from kgbuild.fetching.fetch import Fetched, fetch

__all__ = ["FetchSettings", "Fetched", "PoliteClient", "fetch"]
