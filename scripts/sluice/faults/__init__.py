"""What is wrong with what is set, in sentences: said before a run changes anything."""
