FEEDS = {"url": "../rss.xml"}
THEMING = {"assets_url": "/abs/"}
ARCHIVES_URL = "archives"
TIMEZONE = "Europe/Pari"
AUTHOR = ""