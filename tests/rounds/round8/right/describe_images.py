"""Greedy image descriptions with the geometric mean of their token probabilities."""
import argparse
import json

import torch
from PIL import Image
from transformers import BlipForConditionalGeneration, BlipProcessor


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("images", nargs="+")
    p.add_argument("--ckpt", default="Salesforce/blip-image-captioning-large")
    return p.parse_args()


def main():
    ns = parse()
    processor = BlipProcessor.from_pretrained(ns.ckpt)
    model = BlipForConditionalGeneration.from_pretrained(ns.ckpt)
    model.eval()
    for name in ns.images:
        inputs = processor(images=Image.open(name).convert("RGB"), return_tensors="pt")
        with torch.no_grad():
            g = model.generate(
                **inputs, do_sample=False, num_beams=1, max_new_tokens=40,
                return_dict_in_generate=True, output_scores=True,
            )
        lp = model.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)[0]
        print(json.dumps({
            "image": name,
            "text": processor.decode(g.sequences[0], skip_special_tokens=True),
            "geo_mean_prob": lp.mean().exp().item(),
            "logprob": lp.sum().item(),
        }))


if __name__ == "__main__":
    main()
