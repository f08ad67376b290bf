"""Who speaks when: sound and where speech is → turns, each with a label of the machine's own making."""
