"""The way back: from the HTML of a field, as it stands in a collection of Anki, to Markdown that renders to it."""
