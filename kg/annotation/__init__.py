"""Annotation by people: tasks for Label Studio from a store, and gold records from what comes back."""
