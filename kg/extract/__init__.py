"""From a Paper to a Record: the spaCy pipeline and its components."""
