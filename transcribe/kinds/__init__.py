"""The kinds of job, a module each: what is done between claiming a job and storing its outcome."""
