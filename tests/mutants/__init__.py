"""Mutation testing of the law's arithmetic, run by hand with ./paifu mutants."""
