"""What did detection find in the catalogue, and why?"""
