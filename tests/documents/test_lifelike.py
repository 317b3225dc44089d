"""Twenty files of each kind, as people have them: what is read of each is what a reader sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import pytest
from lifelike import Files, Lifelike, feed_files, mail_files, page_files, pdf_files, record_files, word_files

from kgbuild.documents.formats import format_of
from kgbuild.documents.metadata import Metadata
from kgbuild.documents.pdf.document import read_pdf
from kgbuild.documents.portions import Portion
from kgbuild.errors import DocumentError
from kgbuild.fetching.feeds import entries

KINDS: dict[str, Files] = {
    ".pdf": pdf_files.FILES,
    ".docx": word_files.FILES,
    ".html": page_files.FILES,
    ".eml": mail_files.MESSAGES,
    ".mbox": mail_files.BOXES,
    ".warc": record_files.ARCHIVES,
    ".jsonl": record_files.RECORDS,
    "feed": feed_files.FILES,
}
ALL = [(suffix, name) for suffix, files in KINDS.items() for name in files]


def read(suffix: str, data: bytes) -> list[Portion]:
    """Read a file; a PDF in this process, which takes a tenth of the time."""
    if suffix == ".pdf":
        found = read_pdf(data)
        metadata = Metadata(title=found.title or None, problems=found.problems)
        return [Portion(found.text, metadata, pages=found.pages)]
    if suffix == "feed":
        found_there = entries(data, feed_files.FEED)
        assert found_there is not None
        shown = (feed_files.entry(one.address, one.title, one.issued, one.publisher) for one in found_there)
        return [Portion("\n".join(shown))]
    portions = list(format_of(suffix).read(data))
    return [portion for portion in portions if isinstance(portion, Portion)]


@pytest.mark.parametrize("suffix", KINDS)
def test_there_are_twenty_of_each_kind(suffix: str) -> None:
    assert len(KINDS[suffix]) >= 20


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # warcio leaves what it wrote to be closed
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("suffix", "name"), ALL)
def test_a_file_is_read_as_it_is_seen(suffix: str, name: str, lacking: Callable[[str], NoReturn]) -> None:
    try:
        wanted: Lifelike = KINDS[suffix][name]()
    except ModuleNotFoundError as error:
        lacking(f"no {error.name}: pip install 'kgbuild[test-all]'")
    if not wanted.texts:
        with pytest.raises(DocumentError) as caught:
            read(suffix, wanted.data)
        assert wanted.told
        assert wanted.told in str(caught.value)
        return
    found = read(suffix, wanted.data)
    texts = ["\n".join(wanted.texts)] if suffix == "feed" else [*wanted.texts]
    assert [portion.text for portion in found] == texts
    told = found[0].metadata
    issued = str(told.issued) if told.issued else None
    assert (told.title, issued, told.publisher) == (wanted.title, wanted.issued, wanted.publisher)
    assert wanted.told in "; ".join(told.problems)
    assert wanted.told or not told.problems
