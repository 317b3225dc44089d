"""A language model as a reader: asked by a prompt in data files, answered on record, proved by the text."""
