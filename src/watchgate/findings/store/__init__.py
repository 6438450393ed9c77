"""How are findings read? Lists by keyset, each from an index that has its order; sums from the sums of days."""
