"""The public app: reads the edition and nothing else."""
