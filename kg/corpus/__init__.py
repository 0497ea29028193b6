"""From corpus files to Papers."""
