PAGINATED_TEMPLATES = {"index": 2, "topic": 2, "tag": 2, "author": 2}
# The index is Pagefind's own files, which are compared elsewhere.
SEARCH = {"build": "never"}

# So that the expected output can be read.
THEMING = {"minify": False}
