"""What one build leaves for the next: never trusted blindly, never needed, and never part of the output."""
