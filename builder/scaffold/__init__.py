"""What `init` and `new` write: a project to start from, and a card to fill in."""
