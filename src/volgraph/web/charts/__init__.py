"""Drawing figures: geometry for the templates, without markup."""
