"""Reading of the shipped YAML files into models, with errors that name file and field."""

from __future__ import annotations

from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kgbuild.errors import ResourceError
from kgbuild.resources import read_text


class Entry(BaseModel):
    """A part of a data file: known keys only, and nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_E = TypeVar("_E", bound=Entry)


def parse_entry(text: str, file: str, model: type[_E]) -> _E:
    """Read the text of a YAML file. Raises ResourceError naming the file, and the field that is wrong."""
    try:
        # BaseLoader keeps every word a word: YAML 1.1 would read the preposition "on" as true.
        return model.model_validate(yaml.load(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise ResourceError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ResourceError(f"{file}: {where}: {first['msg']}") from error


def read_entry(model: type[_E], *parts: str) -> _E:
    """Read a shipped YAML file, such as `read_entry(Words, "data", "en", "frames", "words.yaml")`.

    Raises ResourceError naming the file, and the field that is wrong.
    """
    return parse_entry(read_text(*parts), "/".join(parts), model)
