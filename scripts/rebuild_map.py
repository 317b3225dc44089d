"""Make `data/map/states.json` of Natural Earth's states, as the npm package world-atlas has them.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/rebuild_map.py package/countries-110m.json

Borders stay as they are; each state gets its ISO code as its name, and what has none gets none.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pycountry

OUT = Path(__file__).resolve().parents[1] / "data" / "map" / "states.json"
KOSOVO = {"Kosovo": "XKX"}
"""What has a code by custom only."""


def main(source: Path, out: Path = OUT) -> None:
    """Write the map of a file."""
    map_ = json.loads(source.read_text(encoding="utf-8"))
    kept = []
    for shape in map_["objects"]["countries"]["geometries"]:
        found = pycountry.countries.get(numeric=shape.get("id", ""))
        code = found.alpha_3 if found else KOSOVO.get(shape["properties"]["name"], "")
        kept.append({"type": shape["type"], "id": code, "arcs": shape["arcs"]})
    map_["objects"] = {"states": {"type": "GeometryCollection", "geometries": kept}}
    map_.pop("bbox", None)
    out.write_text(json.dumps(map_, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
