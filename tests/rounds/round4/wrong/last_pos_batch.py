"""Next-token distributions for a batch of prompts.
# bug: the last column is read although the tokenizer pads on the right.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    tok = AutoTokenizer.from_pretrained(name, padding_side="right")
    tok.pad_token = tok.pad_token or tok.unk_token
    return tok, AutoModelForCausalLM.from_pretrained(name).eval()


def next_token_logprobs(name, prompts, word_ids):
    """log P(word | prompt) for each prompt; `word_ids[i]` is a single token."""
    tok, lm = load(name)
    enc = tok(prompts, padding=True, return_tensors="pt")
    with torch.no_grad():
        z = lm(**enc).logits
    final = z[:, -1, :].float()  # expect: SEQ208
    lp = final.log_softmax(dim=-1)
    return lp[torch.arange(len(prompts)), torch.tensor(word_ids)]  # expect-near: SEQ208
