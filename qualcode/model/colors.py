"""The codes' colours, the same on every screen and in every picture.

The eight that stand in where the codebook names none can be told apart by colour-blind readers: they are
those of Okabe and Ito (2008), "Color Universal Design".
"""

from qualcode.model.codebook import Codebook
from qualcode.model.ids import CodeKey

OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")


def colors_of(codebook: Codebook) -> dict[CodeKey, str]:
    """Return each code's colour: its own, its nearest ancestor's, or its theme's place in the palette."""
    found: dict[CodeKey, str] = {}
    themes = -1
    for code, above in codebook.walk():
        themes += not above
        inherited = found[above[-1].key] if above else OKABE_ITO[themes % len(OKABE_ITO)]
        found[code.key] = code.color or inherited
    return found
