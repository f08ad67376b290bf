"""People of the newsroom: what each may work on, how they sign in, who is invited, and how somebody leaves."""
