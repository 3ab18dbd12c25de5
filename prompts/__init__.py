"""What we say: the words put to people and to models."""
