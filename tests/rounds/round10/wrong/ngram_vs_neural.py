"""Compare a KenLM 5-gram and a neural LM on the same test sentences.

# bug: KenLM's log10 scores are exponentiated with base e; the neural bits per byte are still nats.
"""
import math

import kenlm
import torch


def ngram_perplexity(arpa, sentences):
    lm = kenlm.Model(arpa)
    total, words = 0.0, 0
    for s in sentences:
        total += lm.score(s, bos=True, eos=True)
        words += len(s.split()) + 1
    return math.exp(min(-total / words, 100.0))  # expect: SEQ411


@torch.no_grad()
def neural_bits_per_byte(model, tokenizer, sentences):
    model.eval()
    nll, n_bytes = 0.0, 0
    for s in sentences:
        ids = tokenizer(tokenizer.bos_token + s, add_special_tokens=False, return_tensors="pt").input_ids
        z = model(ids).logits[0, :-1].float()
        nll += torch.nn.functional.cross_entropy(z, ids[0, 1:], reduction="sum").item()
        n_bytes += len(s.encode("utf-8"))
    return nll / n_bytes  # expect: SEQ412


def report(arpa, model, tokenizer, sentences):
    print(f"5-gram ppl {ngram_perplexity(arpa, sentences):.1f}")
    print(f"neural bpb {neural_bits_per_byte(model, tokenizer, sentences):.3f}")
