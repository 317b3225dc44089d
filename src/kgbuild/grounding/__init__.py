"""Strings to states, bodies, people, places, treaties and kinds: no tokens, no graph.

Every extractor that has names as strings (the answer of a language model, a table made by hand) grounds them
here, so that all come to the same agents.
"""
