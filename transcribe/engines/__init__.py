"""Recognition engines, one module an engine; heavy libraries are imported only inside them."""
