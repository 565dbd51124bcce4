"""A plugin that does not register."""


def register():
    raise RuntimeError("il manque un outil")
