"""Scoring of what was extracted against what people have marked."""
