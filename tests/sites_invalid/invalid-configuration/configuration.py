THEMING = {"latest": 5
