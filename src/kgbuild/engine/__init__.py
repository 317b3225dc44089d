"""The query engine, Oxigraph, in processes of its own: so much time, so much memory, and no network.

`pool` asks, `child` is the program that answers. Nothing heavy is imported here: a child starts at once.
"""
