"""Tests of the pages in Debian's Chromium; a package, so that its browser ends with it."""
