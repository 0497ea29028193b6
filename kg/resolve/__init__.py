"""From mentions to Entities: normal forms, aliases, abbreviations."""
