"""The ground floor: ids, clock, canonical JSON, Content, errors. Imports nothing of ours."""
