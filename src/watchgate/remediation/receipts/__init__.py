"""What shows, to whoever asks and without us, who had an object removed, why, when, and that it is gone?"""
