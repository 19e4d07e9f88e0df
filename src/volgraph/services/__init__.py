"""What the program does: build, validate, publish, query and describe, without HTTP."""
