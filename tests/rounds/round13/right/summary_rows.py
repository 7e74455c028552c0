"""Summary, its log-probability, and the reference's word perplexity, as dict rows."""
import math

import torch
import torch.nn.functional as F


@torch.no_grad()
def generated(model, tok, prompt):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    g = model.generate(**enc, max_new_tokens=96, do_sample=False, output_logits=True,
                       return_dict_in_generate=True)
    fresh = g.sequences[0, enc["input_ids"].shape[1]:]
    z = torch.cat(g.logits, dim=0).float()
    total = -F.cross_entropy(z, fresh, reduction="sum")
    return tok.decode(fresh, skip_special_tokens=True), total.item()


@torch.no_grad()
def nats(model, tok, text):
    ids = tok(text, return_tensors="pt").input_ids.to(model.device)
    if ids.shape[1] < 2:
        return 0.0
    return model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)


def word_perplexity(total, text):
    rate = total / max(len(text.split()), 1)
    return math.exp(rate) if rate < 700.0 else math.inf


def rows(model, tok, items):
    for it in items:
        s, lp = generated(model, tok, it["prompt"])
        yield {"summary": s, "logprob": lp,
               "ref_word_ppl": word_perplexity(nats(model, tok, it["reference"]), it["reference"])}
