"""Minimal pairs with OPT; padding gets the ignore index before the cross entropy."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("facebook/opt-350m", padding_side="right")
net = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").eval()


@torch.no_grad()
def nll_of(sents):
    b = tk(sents, return_tensors="pt", padding=True)
    y = b.input_ids.masked_fill(b.attention_mask == 0, -100)[:, 1:]
    ce = F.cross_entropy(net(**b).logits[:, :-1].float().transpose(1, 2), y, reduction="none")
    return ce.sum(dim=1)


def prefers_first(good, bad):
    pair = nll_of([good, bad])
    return pair.argmin().item() == 0
