"""What the normaliser does, for Python's tests and JavaScript's: text as written, text as asked."""

from __future__ import annotations

CASES = {
    "L’intelligence": "L'intelligence",
    "L'intelligence": "L'intelligence",
    "‘aujourd‛hui’ ʼ′＇": "'aujourd'hui' '''",
    "le cœur, l’Œuvre": "le coeur, l'OEuvre",
    "ex æquo, Ægir": "ex aequo, AEgir",
    "oﬃce ﬁn ﬂot": "oﬃce fin flot",
    "«\u00a0mot\u00a0»\u202f!": "« mot » !",
    "249\u00a0g\u2009: \u3000juste": "249 g : juste",
    "in\u00adter\u00admi\u00adnable": "interminable",
    "zéro\u200blargeur\u200c\u200d\u2060\ufeff": "zérolargeur",
    "arc‑en‐ciel": "arc-en-ciel",
    "e\u0301te\u0301": "été",
    "  deux \n\t lignes\u2028\u2029\u0085 ": "deux lignes",
    "Ça — là… « ici »": "Ça — là… « ici »",
    "": "",
    "\u00a0\u00ad": "",
    "1\u202f000\u202f€ 𝒳 𠮷": "1 000 € 𝒳 𠮷",
}
