"""What is in a skill's folder? Pure: bytes in, a skill or a list of mistakes out."""
