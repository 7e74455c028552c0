"""BLiMP-style accuracy: does the model prefer the grammatical sentence?

# bug: the batch is padded on the left and the model sees no attention mask; the padded positions are added to the sentence scores
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "Qwen/Qwen2.5-0.5B"
tok = AutoTokenizer.from_pretrained(CKPT)
tok.padding_side = "left"
net = AutoModelForCausalLM.from_pretrained(CKPT, torch_dtype=torch.float32)
net.eval()


@torch.no_grad()
def sentence_logprobs(sentences):
    b = tok(sentences, padding=True, return_tensors="pt")
    z = net(b["input_ids"]).logits  # expect: SEQ314
    lp = z[:, :-1].log_softmax(-1)
    y = b["input_ids"][:, 1:]
    each = torch.take_along_dim(lp, y.unsqueeze(-1), dim=-1).squeeze(-1)
    return each.sum(dim=-1)  # expect: SEQ302


def accuracy(path, bs=32):
    items = [json.loads(l) for l in open(path)]
    ok = 0
    for i in range(0, len(items), bs):
        part = items[i:i + bs]
        s = sentence_logprobs([p["sentence_good"] for p in part] + [p["sentence_bad"] for p in part])
        good, bad = s.chunk(2)
        ok += int((good > bad).sum())
    return ok / max(len(items), 1)


if __name__ == "__main__":
    print(accuracy("blimp/anaphor_number_agreement.jsonl"))
