"""Sequence-to-sequence scoring: T5 logits are already aligned with the labels."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

NAME = "google/flan-t5-base"


def prepare():
    return AutoTokenizer.from_pretrained(NAME), AutoModelForSeq2SeqLM.from_pretrained(NAME).eval()


@torch.no_grad()
def target_logprob(tok, net, sources, targets):
    src = tok(sources, return_tensors="pt", padding=True)
    tgt = tok(text_target=targets, return_tensors="pt", padding=True)
    y = tgt["input_ids"]
    real = tgt["attention_mask"].bool()
    z = net(**src, labels=y.masked_fill(~real, -100)).logits
    lp = z.float().log_softmax(-1).gather(2, y[..., None]).squeeze(-1)
    return lp.masked_fill(~real, 0).sum(-1)


if __name__ == "__main__":
    t, m = prepare()
    print(target_logprob(t, m, ["translate to German: hello"] * 2, ["hallo", "guten Tag"]))
