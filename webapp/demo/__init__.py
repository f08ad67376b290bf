"""The bundled programmes: synthetic, made for this project (make_programmes.py), and the main job run on them."""
