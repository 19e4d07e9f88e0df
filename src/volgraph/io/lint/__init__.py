"""Looking for what is wrong with shapes before they validate anything, one kind of mistake a module."""
