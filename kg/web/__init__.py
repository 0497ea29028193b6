"""The Flask application: SPARQL over HTTP, saved queries, pages."""
