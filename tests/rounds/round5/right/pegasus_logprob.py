"""Total log-probability of a summary given its article (all target tokens, eos included)."""
import torch
from transformers import AutoTokenizer, PegasusForConditionalGeneration

tok = AutoTokenizer.from_pretrained("google/pegasus-xsum")
net = PegasusForConditionalGeneration.from_pretrained("google/pegasus-xsum").eval()


@torch.no_grad()
def summary_logprob(article: str, summary: str) -> float:
    enc = tok(article, padding="max_length", max_length=512, truncation=True, return_tensors="pt")
    y = tok(text_target=summary, return_tensors="pt").input_ids
    loss = net(input_ids=enc.input_ids, attention_mask=enc.attention_mask, labels=y).loss
    return -loss.item() * y.numel()


def pick(article, candidates):
    return max(candidates, key=lambda c: summary_logprob(article, c))
