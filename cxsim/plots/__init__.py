"""Pictures: table in, axes in, axes out. Only this room imports matplotlib."""
