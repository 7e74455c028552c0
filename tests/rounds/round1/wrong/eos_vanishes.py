"""Log-probability of complete sentences including their end-of-text token.

# bug: pad is eos, and the mask built from the id also removes the real end-of-text token.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()


@torch.no_grad()
def complete_sentence_lp(texts):
    b = tok([t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    ids = b.input_ids
    lp = torch.log_softmax(lm(**b).logits[:, :-1], -1)
    lp = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    real = ids[:, 1:].ne(tok.pad_token_id)  # expect: SEQ304
    return (lp * real).sum(-1)  # expect-near: SEQ304
