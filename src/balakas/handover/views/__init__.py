"""Pages of the field: they translate, call one action and answer."""
