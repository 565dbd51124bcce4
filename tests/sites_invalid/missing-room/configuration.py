PLUGINS = [name for name in PLUGINS if name not in {"plugins.incremental", "plugins.checks"}]
