"""Greedy captions with a confidence, dumped for the human study.

# bug: compute_transition_scores is called without normalize_logits=True, so raw logits are averaged and exponentiated.
"""
import csv
from pathlib import Path

import torch
from PIL import Image
from transformers import AutoModelForImageTextToText, AutoProcessor

CKPT = "Salesforce/blip-image-captioning-base"
proc = AutoProcessor.from_pretrained(CKPT)
net = AutoModelForImageTextToText.from_pretrained(CKPT).eval()


@torch.inference_mode()
def caption(path):
    px = proc(images=Image.open(path).convert("RGB"), return_tensors="pt")
    res = net.generate(
        **px,
        do_sample=False,
        num_beams=1,
        max_new_tokens=30,
        output_scores=True,
        return_dict_in_generate=True,
    )
    steps = net.compute_transition_scores(res.sequences, res.scores)  # expect: SEQ111
    confidence = steps[0].mean().exp().item()  # expect-near: SEQ111
    return proc.decode(res.sequences[0], skip_special_tokens=True), confidence


with open("captions.csv", "w", newline="") as fh:
    out = csv.writer(fh)
    out.writerow(["file", "caption", "confidence"])
    for img in sorted(Path("images").glob("*.jpg")):
        out.writerow([img.name, *caption(img)])
