"""A SPARQL 1.1 server as the store: written to by what has changed, asked in place of the local graph."""
