PLUGINS += ["plugins.absent"]
