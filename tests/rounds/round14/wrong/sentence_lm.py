"""Sentence probabilities, end of sentence included (homework 3).

# bug: the mask compares ids with pad_token_id, which is the EOS id, so the real EOS is not scored; whole_text_logp multiplies the mean loss by N tokens although N-1 were scored.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("distilgpt2")
tok.pad_token = tok.eos_token
lm = AutoModelForCausalLM.from_pretrained("distilgpt2")
lm.eval()


@torch.no_grad()
def sentence_logp(sentences):
    """log p(w_2 .. w_n, EOS | w_1) for each sentence."""
    enc = tok([s + tok.eos_token for s in sentences], padding=True, return_tensors="pt")
    x = enc["input_ids"]
    lp = lm(**enc).logits[:, :-1].log_softmax(-1)
    y = x[:, 1:]
    w = lp.gather(2, y[:, :, None])[:, :, 0]
    keep = y != tok.pad_token_id  # expect: SEQ304
    return (w * keep).sum(1)  # expect-near: SEQ304


@torch.no_grad()
def whole_text_logp(text):
    """log p of the tokens after the first one, for a text that fits the context."""
    ids = tok(text, return_tensors="pt").input_ids
    loss = lm(ids, labels=ids).loss
    return -(loss * ids.size(1)).item()  # expect: SEQ403


if __name__ == "__main__":
    pair = ["The keys to the cabinet are here.", "The keys to the cabinet is here."]
    print(sentence_logp(pair))
    print([whole_text_logp(s) for s in pair])
