"""Broken files for every reader: whatever comes in, a reader gives documents or one line that says why not.

    python -m benchmarks.fuzz [READER...] [--inputs 100000] [--start 0] [--seconds 3600] [--seed 0]

Each input is a small sound file (benchmarks/sound.py) that was changed: bytes flipped, runs cut out, doubled
or replaced by what is odd in its format; values of JSON and elements of XML too, so that what they are packed
in stays whole. An input follows from seed and number, so that a run can go on where another ended. Inputs are
read in a process that is watched, a thousand one after the other. Ends non-zero with the first of a reader
that raises anything but a refusal in one line, ends the process or takes over a minute; it is kept in a file.
A PDF may end the process: the command line reads each in one of its own, and so is that one read again, which
has to refuse it.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from ctypes import Structure, c_double, c_long
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.sound import SOUND, zipped
from kgbuild.documents.catalogue import read_catalogue
from kgbuild.documents.formats import format_of
from kgbuild.documents.pdf.document import read_pdf
from kgbuild.documents.portions import Portion, Unreadable
from kgbuild.documents.unpacking import unpacked
from kgbuild.errors import KGBuildError
from kgbuild.fetching.feeds import entries
from kgbuild.pipeline.bundles import read_claims
from kgbuild.pipeline.graphs import build

_A_PROCESS = 1_000
"""Inputs that one process reads: what a library leaks goes with it."""
_SECONDS = 60.0
_MEMORY = 3_000_000_000
_ODD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\x1b[2J",
        b"---\n",
        b"<![CDATA[",
        b"<!--",
    ),
    *(
        b"&#x0;",
        b"&#1;",
        b"&#55555;",
        b"</",
        b"<table>",
        b"{",
        b"[" * 300,
        b'"',
        b"\\ud800",
        b"9" * 5000,
        b"1e999",
    ),
    *(b"NaN", b"=?utf-8?b?/w==?=", b"Content-Type: multipart/mixed; boundary=a\n\n", b"--a\n", b"\nFrom x\n"),
    *(
        b"%PDF-1.7",
        b"endobj",
        b"stream\r\n",
        b"PK\x03\x04",
        b"WARC/1.0\r\n",
        b"Content-Length: 99999999999\r\n",
    ),
    *(
        b"HTTP/1.1 200 OK\r\n",
        "\u202e\U0001f600İ".encode(),
        b"2024-13-45",
        b"!!python/object:os.system",
        b"*a",
    ),
    *(b"&a [*a]", b": - ? ", b'"liveBlogUpdate":', b'"@type":"LiveBlogPosting"', b"<blockquote><cite>"),
    *(b"<base href=//>", b"charset=utf-7"),
)

_VALUES = (
    *(
        None,
        True,
        0,
        -1,
        10**30,
        0.5,
        "",
        " ",
        "a b",
        "{x}",
        "<y>",
        "a/b#c?d=%zz",
        "é\u202e",
        "\ud800",
        "\x00",
    ),
    *("2024-02-31", "2024-05", "0000", "PRK", "N Korea", "Denies", "Planned", "x" * 3000, [], {}, [[0, 4]]),
    *(
        [-5, 2],
        {"kind": "State", "name": "Mali"},
        {"kind": "Treaty", "name": 'A "B"\n'},
        [{"kind": "Person"}],
    ),
)


def changed(sound: bytes, chance: random.Random) -> bytes:
    """Return a file with some changes."""
    data = bytearray(sound)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        size = min(len(data) - at, chance.choice((1, 2, 16, 200)))
        match chance.randrange(6):
            case 0:
                data[at : at + size] = bytes(
                    byte ^ (1 << chance.randrange(8)) for byte in data[at : at + size]
                )
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = data[at : at + size]
            case 3:
                data[at:at] = chance.choice(_ODD)
            case 4:
                data[at : at + size] = chance.choice(_ODD)
            case _:
                data = data[:at] if chance.random() < 0.3 else data
    return bytes(data)


def changed_elements(sound: bytes, chance: random.Random) -> bytes:
    """Return XML of which elements are taken out, doubled, put into others, or have odd values."""
    root = etree.fromstring(sound)
    for _ in range(chance.choice((1, 1, 2, 4))):
        elements = list(root.iter())
        one, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(5):
            case 0 if one.getparent() is not None:
                one.getparent().remove(one)
            case 1:
                other.append(copy.deepcopy(one))
            case 2:
                one.tag, other.tag = other.tag, one.tag
            case 3 if one.attrib:
                name = chance.choice(list(one.attrib))
                one.set(name, chance.choice(("", "0", "-1", "9" * 400, "x", "é", "../../etc", "https://[")))
            case 4 if one.attrib:
                del one.attrib[chance.choice(list(one.attrib))]
    return etree.tostring(root)


def changed_within(sound: bytes, chance: random.Random) -> bytes:
    """Return a Word file of which mostly a part is changed, not how it is packed."""
    if chance.random() < 0.3:
        return changed(sound, chance)
    with zipfile.ZipFile(io.BytesIO(sound)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    wanted = chance.choice(["word/document.xml", *parts])
    change = chance.choice((changed, changed_elements))
    return zipped({**parts, wanted: change(parts[wanted], chance)})


def changed_values(sound: bytes, chance: random.Random) -> bytes:
    """Return JSON Lines of which mostly a value is changed, not how it is written."""
    if chance.random() < 0.4:
        return changed(sound, chance)
    lines = [json.loads(line) for line in sound.splitlines()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        within: Any = chance.choice(lines)
        while isinstance(within, dict | list) and within:
            key = chance.choice(list(within) if isinstance(within, dict) else range(len(within)))
            value = within[key]
            if chance.random() < 0.4 or not isinstance(value, dict | list):
                own = isinstance(value, str) and chance.random() < 0.4
                within[key] = f"{value} é/\u202e'" if own else copy.deepcopy(chance.choice(_VALUES))
                break
            within = within[key]
    return "\n".join(json.dumps(line) for line in lines).encode()


def made(reader: str, seed: int, number: int, sound: Sequence[bytes]) -> bytes:
    """Return the input of a number: the same each time, whichever came before."""
    chance = random.Random(f"{seed}{reader}{number}")
    return _CHANGES.get(reader, changed)(chance.choice(sound), chance)


_CHANGES = {".docx": changed_within, ".jsonl": changed_values, "claims": changed_values}


def _documents(suffix: str, data: bytes) -> list[Portion | Unreadable]:
    if suffix == ".gz":
        return list(format_of(".txt").read(unpacked(data)))
    return list(format_of(suffix).read(data))


def _graph(path: Path) -> None:
    """Make the graph of a claims file, as `export` does, and write it."""
    dataset = build(read_claims(path))
    for graph in dataset.graphs():
        graph.serialize(format="nt")


def _file(read: Callable[[Path], object]) -> Callable[[bytes], None]:
    """Let something that reads a path read bytes."""
    path = Path(tempfile.gettempdir(), f"fuzz-{os.getpid()}.csv")

    def of_bytes(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read(path)
        finally:
            path.unlink()

    return of_bytes


def read(reader: str, data: bytes, isolated: bool = False) -> bool:
    """Read a file and tell whether it was; False where it was refused. A PDF is read in this process unless
    `isolated`, as the command line has it.
    """
    try:
        match reader:
            case "claims":
                _file(_graph)(data)
            case "documents.csv":
                return not _catalogue(data)
            case "feed":
                return entries(data, "https://example.org/feed") is not None
            case ".pdf" if not isolated:
                _check(read_pdf(data).text)
            case _:
                for part in _documents(reader, data):
                    _check(part.text if isinstance(part, Portion) else part.reason)
    except KGBuildError as error:
        if "\n" in str(error):
            raise
        return False
    return True


def _catalogue(data: bytes) -> list[str]:
    found: list[str] = []
    _file(lambda path: found.extend(read_catalogue(path).problems))(data)
    return found


def _check(text: str) -> None:
    text.encode("utf-8")
    assert "\r" not in text


class Tally(Structure):
    """What a process that reads has done so far, in memory that outlives it."""

    _fields_ = (("number", c_long), ("read", c_long), ("refused", c_long), ("slowest", c_double))


def _work(reader: str, seed: int, until: int, sound: Sequence[bytes], tally: Any) -> None:
    """Read inputs from the number of the tally on; end with 3 where one raises what it must not."""
    _limit()
    while tally.number < until:
        data = made(reader, seed, tally.number, sound)
        began = time.process_time()
        try:
            if read(reader, data):
                tally.read += 1
            else:
                tally.refused += 1
        except Exception:
            traceback.print_exc()
            sys.exit(3)
        tally.slowest = max(tally.slowest, time.process_time() - began)
        tally.number += 1


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _ended(process: Any, tally: Any) -> str:
    """Wait for a process that reads; say how it ended, in a word."""
    last, since = -1, time.monotonic()
    while process.is_alive():
        process.join(1)
        if tally.number != last:
            last, since = tally.number, time.monotonic()
        elif time.monotonic() - since > _SECONDS:
            process.kill()
            process.join()
            return "takes too long"
    return {0: "done", 3: "raises"}.get(process.exitcode, f"ends its process ({process.exitcode})")


def run(reader: str, seconds: float, inputs: int, seed: int, start: int) -> bool:
    """Read changed files of one kind until time or number are reached; tell whether none got through."""
    sound = SOUND[reader]()
    assert all(read(reader, data, isolated=True) for data in sound), reader
    tally = multiprocessing.Value(Tally, start, lock=False)
    fork, sound_so_far, isolated = multiprocessing.get_context("fork"), True, 0
    began = time.monotonic()
    while tally.number < inputs and time.monotonic() - began < seconds and sound_so_far:
        until = min(inputs, tally.number + _A_PROCESS)
        process = fork.Process(target=_work, args=(reader, seed, until, sound, tally))
        process.start()
        how = _ended(process, tally)
        if how == "done":
            continue
        data = made(reader, seed, tally.number, sound)
        kept = Path(tempfile.gettempdir(), f"fuzz-{seed}-{tally.number}{Path(reader).suffix or '.txt'}")
        kept.write_bytes(data)
        sound_so_far = reader == ".pdf" and how != "raises" and not read(reader, data, isolated=True)
        isolated += sound_so_far
        print(f"{reader}: input {tally.number} {how}, kept at {kept}", flush=True)
        tally.number += 1
    outcome = f"{tally.read:,} read, {tally.refused:,} refused, slowest {tally.slowest:.2f} s"
    ended = f", {isolated} ended their process and were refused" if isolated else ""
    spent = time.monotonic() - began
    print(f"{reader}: {tally.number - start:,} inputs in {spent:.0f} s: {outcome}{ended}", flush=True)
    return sound_so_far


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(SOUND), metavar="READER", help=", ".join(SOUND))
    parser.add_argument("--seconds", type=float, default=3600.0, help="for each reader")
    parser.add_argument("--inputs", type=int, default=100_000, help="for each reader")
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    ends = [run(name, given.seconds, given.inputs, given.seed, given.start) for name in given.readers]
    sys.exit(not all(ends))
