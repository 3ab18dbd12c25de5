"""One file per command, each imported when it is called."""
