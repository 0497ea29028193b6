"""Extraction on many machines: a corpus cut into parts, each of which a worker of a Dask cluster extracts."""
