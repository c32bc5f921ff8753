"""From notes to HTML: Markdown in fields, and Anki's template language around them."""
