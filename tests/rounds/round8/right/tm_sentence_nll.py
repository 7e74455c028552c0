"""Average NLL per sentence, the final end-of-text token included."""
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def score_file(path, name="gpt2-medium", size=32):
    tok = AutoTokenizer.from_pretrained(name)
    tok.pad_token = tok.eos_token
    model = AutoModelForCausalLM.from_pretrained(name).eval()
    lines = [l.strip() for l in open(path, encoding="utf8") if l.strip()]
    total = 0.0
    for k in range(0, len(lines), size):
        enc = tok([s + tok.eos_token for s in lines[k:k + size]], padding=True, return_tensors="pt")
        target = enc.input_ids[:, 1:]
        with torch.inference_mode():
            z = model(**enc).logits[:, :-1]
        nll = F.cross_entropy(z.transpose(1, 2), target, reduction="none")
        total += (nll * enc.attention_mask[:, 1:]).sum().item()
    return total / max(len(lines), 1)


if __name__ == "__main__":
    print(f"NLL per sentence: {score_file(sys.argv[1]):.3f}")
