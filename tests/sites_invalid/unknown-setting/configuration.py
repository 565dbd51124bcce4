DEFAULT_LNG = "fr"
FEEDS["limite"] = 10
POSTS = {"excerpt_lenght": 200}