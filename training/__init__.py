"""How the shipped models were made: gold, public corpora, training, export, and the report."""
