SITEURL = "samuguru.example"
POSTS = {"words_per_minute": 0}
TOPICS = {"folder": 3}
SITE = {"edition": "brouillon", "as_of": "hier"}