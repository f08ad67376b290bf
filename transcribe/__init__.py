"""From sound to linked words: plan, recognise, stitch, align, link, revise.

Nothing of it may tell anybody that a sound is being heard. onnxruntime 1.32 tells its maker of every model that it
loads, with a number that it keeps for the machine (~/.cache/Microsoft), unless it is told not to before it is loaded.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
