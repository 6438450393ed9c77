"""Identity numbers, country by country."""
