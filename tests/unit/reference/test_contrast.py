"""Whoever reads the reference by day or by night can read it: 4.5 to 1 for all text, in both themes."""

import re
from math import cos, radians, sin

import pytest

from shared.adapters.reference.site import STYLE, page

CSS = page(STYLE).content.decode()
LIGHT, DARK = (
    {name: tuple(map(float, of)) for name, *of in re.findall(r"--(\w+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", part)}
    for part in CSS.split("@media (prefers-color-scheme: dark)")[:2]
)


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """WCAG's relative luminance of an OKLCH colour (matrices: Björn Ottosson, 2020)."""
    a, b, light = chroma * cos(radians(hue)), chroma * sin(radians(hue)), lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_twenty_one_to_one():
    assert (luminance(100, 0, 0) + 0.05) / (luminance(0, 0, 0) + 0.05) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "quiet", "accent", "read", "write", "remove"])
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_text_stands_out(theme, ink, ground):
    darker, lighter = sorted((luminance(*theme[ink]), luminance(*theme[ground])))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
