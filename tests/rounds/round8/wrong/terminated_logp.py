"""p(text, end) for a batch of texts; the terminator belongs to the event.

# bug: pad_token is eos_token, so comparing ids with pad_token_id also drops the real terminator; and log_softmax runs on bfloat16 logits.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(path):
    tok = AutoTokenizer.from_pretrained(path, padding_side="right")
    tok.pad_token = tok.eos_token  # expect-near: SEQ304
    lm = AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16, device_map="auto")
    return tok, lm.eval()


def terminated_logp(tok, lm, texts):
    """Sum over all tokens of each text, end-of-text included."""
    enc = tok([t + tok.eos_token for t in texts], padding=True, return_tensors="pt").to(lm.device)
    ids = enc.input_ids
    with torch.no_grad():
        raw = lm(ids, attention_mask=enc.attention_mask).logits
    lsm = raw[:, :-1].log_softmax(-1)  # expect: SEQ607
    each = lsm.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1).float()
    counted = ids[:, 1:] != tok.pad_token_id  # expect: SEQ304
    return each.masked_fill(~counted, 0.0).sum(-1)
