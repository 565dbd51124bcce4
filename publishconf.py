"""What differs in production. The address comes from the environment, or from the line below."""

import os

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("SITEURL", "https://samuguru.example").rstrip("/")
SITE = {"edition": "publication", "as_of": os.environ.get("AS_OF", "")}
OUTPUT_PATH = "public"
