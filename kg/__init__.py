"""`kg`: paper abstracts in, a knowledge graph that can be trusted out."""

__version__ = "0.1.0"
