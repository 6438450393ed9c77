"""Which parts make a running Watchgate? The composition root: settings → adapters → services → servers and workers."""
