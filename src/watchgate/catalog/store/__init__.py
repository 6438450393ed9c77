"""How is the catalogue read? By keyset, newest first, each page from an index that has its order."""
