"""Cloze items and sentence fluency with BERT, for the grammar exercises.

# bug: the perplexity is exp of the masked-LM loss with every token visible (labels=input_ids); the cloze score is the log of a softmax
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

BERT = "bert-base-cased"
T = AutoTokenizer.from_pretrained(BERT)
M = AutoModelForMaskedLM.from_pretrained(BERT).eval()


@torch.no_grad()
def fluency_ppl(sentence):
    enc = T(sentence, return_tensors="pt")
    out = M(**enc, labels=enc["input_ids"])  # expect-near: SEQ415
    return torch.exp(out.loss).item()  # expect: SEQ415


@torch.no_grad()
def cloze(sentence, word):
    """Log-prob of a single-piece word in the gap of the sentence."""
    pieces = T.tokenize(word)
    if len(pieces) != 1:
        raise ValueError(f"{word!r} has {len(pieces)} pieces")
    enc = T(sentence.replace("___", T.mask_token), return_tensors="pt")
    where = (enc["input_ids"][0] == T.mask_token_id).nonzero().item()
    dist = torch.softmax(M(**enc).logits[0, where], dim=-1)
    return torch.log(dist[T.convert_tokens_to_ids(pieces[0])]).item()  # expect: SEQ602


def distractors(sentence, answer, pool, k=3):
    ref = cloze(sentence, answer)
    below = [w for w in pool if cloze(sentence, w) < ref]
    return sorted(below, key=lambda w: cloze(sentence, w), reverse=True)[:k]
