"""Starting servers and processes, backup, the demo clinic."""
