"""The graph for language-model assistants, by the Model Context Protocol (modelcontextprotocol.io)."""
