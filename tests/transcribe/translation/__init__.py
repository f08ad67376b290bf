"""Translation: small models that were trained to be right on a few sentences, and what is made of theirs."""
