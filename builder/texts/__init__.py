"""What every room knows of a text before it is rendered: where code stands in it, and how keys have its signs."""
