"""What runs in the sandboxed child: everything that touches the bytes of a sound file. See `media.sandbox`."""
