"""Do the check digits of a country's numbers agree? Each function takes the compact form: capitals, no separators."""
