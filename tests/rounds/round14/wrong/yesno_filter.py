"""Filter web pages by asking an LLM a yes/no question about each.

# bug: the last column of a right-padded batch is read, a pad position for shorter prompts; pages are ranked by the raw "Yes" logit of different prompts
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

QUESTION = "{page}\n\nIs this page educational? Answer Yes or No.\nAnswer:"


def load(name):
    tok = AutoTokenizer.from_pretrained(name)
    tok.padding_side = "right"
    if tok.pad_token is None:
        tok.pad_token = tok.unk_token
    lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32)
    return tok, lm.eval()


@torch.no_grad()
def yes_probability(tok, lm, pages):
    yes = tok.convert_tokens_to_ids("▁Yes")
    enc = tok([QUESTION.format(page=p) for p in pages], return_tensors="pt", padding=True)
    z = lm(**enc).logits
    final = z[:, -1, :]  # expect: SEQ208
    return final.softmax(dim=-1)[:, yes]


@torch.no_grad()
def rank_pages(tok, lm, pages):
    """Most educational page first, one prompt at a time."""
    yes = tok.convert_tokens_to_ids("▁Yes")

    def key(page):
        enc = tok(QUESTION.format(page=page), return_tensors="pt")
        return lm(**enc).logits[0, -1, yes].item()  # expect-near: SEQ502

    return sorted(pages, key=key, reverse=True)  # expect: SEQ502
