"""A graph for programs that speak the Model Context Protocol: tools whose answers have evidence."""
