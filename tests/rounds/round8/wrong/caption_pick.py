"""Pick the best caption among sampled ones by length-normalised log-likelihood under the captioner.

# bug: token probabilities are multiplied up (underflow); and the product, not its logarithm, is divided by the length
"""
import torch
from transformers import BlipForConditionalGeneration, BlipProcessor


class CaptionPicker:
    def __init__(self, name="Salesforce/blip-image-captioning-large"):
        self.proc = BlipProcessor.from_pretrained(name)
        self.blip = BlipForConditionalGeneration.from_pretrained(name).eval()

    @torch.no_grad()
    def fitness(self, image, caption):
        enc = self.proc(images=image, text=caption, return_tensors="pt")
        out = self.blip(pixel_values=enc.pixel_values, input_ids=enc.input_ids, attention_mask=enc.attention_mask)
        dist = out.logits[0, :-1].softmax(dim=-1)
        words = enc.input_ids[0, 1:]
        probs = dist[range(len(words)), words]
        whole = probs.prod()  # expect: SEQ603
        return (whole / len(words)).item()  # expect: SEQ406

    def best(self, image, captions):
        ranked = sorted(captions, key=lambda c: self.fitness(image, c))
        return ranked[-1]
