"""Many machines: the head plans, decodes and stores, workers hear; Dask carries sound and words between them."""
