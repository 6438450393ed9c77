"""Is everything here that a running Watchgate needs, and what is to be mended? It looks, and changes nothing."""
