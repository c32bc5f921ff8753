"""The other way: the cards of a deck for other programs, as CSV, as Markdown, and as a folder for CrowdAnki."""
