"""What must be kept, whoever asks for its removal?"""
