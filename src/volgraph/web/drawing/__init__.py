"""Drawings that the server makes as SVG, for templates: no style or script in them, so that the policy holds."""
