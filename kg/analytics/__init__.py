"""Networks from the store, centrality, reports."""
