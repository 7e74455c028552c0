"""Log-probability and geometric-mean probability of a character span."""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-410m")
model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-410m").eval()


def span_logprob(text, start, end):
    enc = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    spans = enc.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)
    ids = enc["input_ids"][0]
    inside = [i for i, (a, b) in enumerate(spans) if i > 0 and a < end and b > start]
    if not inside:
        raise ValueError("no token in the span")
    values = [lp[i - 1, ids[i]].item() for i in inside]
    return sum(values), math.exp(sum(values) / len(values))
