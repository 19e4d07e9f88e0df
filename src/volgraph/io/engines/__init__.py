"""SHACL engines behind one small interface: pySHACL, which is always there, and faster ones that may be installed."""
