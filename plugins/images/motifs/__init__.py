"""The drawings: one family a motif, one member an id. Pure geometry on a sheet of 1200 × 675.

A family has several compositions, and the id chooses one (`plugins.images.covers`):
two posts of a topic, one under the other, are two pictures.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugins.images.drawing import Motif
from plugins.images.motifs.curves import CURVES
from plugins.images.motifs.flights import FLIGHTS
from plugins.images.motifs.lattices import LATTICE
from plugins.images.motifs.layers import LAYERS
from plugins.images.motifs.lenses import LENSES
from plugins.images.motifs.orbits import ORBITS
from plugins.images.motifs.tiles import TILES
from plugins.images.motifs.waves import WAVES

MOTIFS: Mapping[str, Motif] = {
    "lattice": LATTICE,
    "lenses": LENSES,
    "layers": LAYERS,
    "flights": FLIGHTS,
    "waves": WAVES,
    "curves": CURVES,
    "orbits": ORBITS,
    "tiles": TILES,
}
# What rises must not fall in the mirror.
ONE_WAY = frozenset({"curves"})
