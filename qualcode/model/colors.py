"""Colours of codes, the same on screens and in figures.

The default palette is that of Okabe and Ito (2008), "Color Universal Design": eight colours that colour-blind
readers can distinguish.
"""

from qualcode.model.codebook import Codebook
from qualcode.model.ids import CodeKey

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


def colors_of(codebook: Codebook) -> dict[CodeKey, str]:
    """Return each code's colour: its own, else its nearest ancestor's, else its theme's in the palette."""
    colors: dict[CodeKey, str] = {}
    themes = -1
    for code, above in codebook.walk():
        themes += not above
        inherited = colors[above[-1].key] if above else OKABE_ITO[themes % len(OKABE_ITO)]
        colors[code.key] = code.color or inherited
    return colors
