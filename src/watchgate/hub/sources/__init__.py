"""Who tells of runs of skills, and what does each make of it? One module a source: what it wrote → sightings."""
