"""Log-probability of an ending given a story.

# bug: the joint tokenisation is cut at the token count of the story alone, which may differ at the boundary
"""
import torch
import torch.nn.functional as F


@torch.inference_mode()
def ending_logprob(tokenizer, lm, story, ending):
    n = len(tokenizer(story)["input_ids"])  # expect-near: SEQ312
    enc = tokenizer(story + ending, return_tensors="pt")
    y = enc["input_ids"][0]
    z = lm(**enc).logits[0].float()
    lp = F.log_softmax(z[:-1], dim=-1)
    tok = lp[torch.arange(len(y) - 1), y[1:]]
    return tok[n - 1:].sum().item()  # expect: SEQ312


def cloze(tokenizer, lm, rows):
    right = [ending_logprob(tokenizer, lm, r.story, r.right) for r in rows]
    wrong = [ending_logprob(tokenizer, lm, r.story, r.wrong) for r in rows]
    return sum(a > b for a, b in zip(right, wrong))
