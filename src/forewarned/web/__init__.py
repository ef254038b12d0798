"""The site: the register as people look at it. Pages show the same result objects as the command line."""
