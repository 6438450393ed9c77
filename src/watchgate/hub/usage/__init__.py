"""How are skills used, by how many, at what cost? Sightings of runs from several sources, one run from all of them, sums over runs."""
