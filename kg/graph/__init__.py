"""The graph: vocabulary, IRIs, quads, the store on disk and its export."""
