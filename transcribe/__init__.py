"""From sound to linked words: plan, recognise, stitch, align, link, revise."""
