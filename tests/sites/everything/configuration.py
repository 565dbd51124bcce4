PAGINATED_TEMPLATES = {"index": 2, "topic": 2, "tag": 2, "author": 2}
