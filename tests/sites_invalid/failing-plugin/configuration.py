PLUGINS += ["plugin_maison"]
