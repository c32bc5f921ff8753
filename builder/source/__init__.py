"""From YAML text to a validated deck, with the place of every key and value; and back, by splices."""
