"""Two readers of one document: what rules and a language model find, matched, and sure where they agree."""
