"""StereoSet-style comparison of sentence likelihoods.

# bug: the likelihood of a sentence is the arithmetic mean of its token probabilities
"""
import torch


@torch.no_grad()
def likelihood(model, tokenizer, sentence):
    enc = tokenizer(tokenizer.bos_token + sentence, return_tensors="pt")
    prob = model(**enc).logits.float().softmax(dim=-1)
    ids = enc["input_ids"][0]
    per = [prob[0, k - 1, ids[k]].item() for k in range(1, ids.numel())]
    return sum(per) / len(per)  # expect: SEQ405


def stereotype_score(model, tokenizer, triples):
    wins = 0
    for stereo, anti in triples:
        wins += likelihood(model, tokenizer, stereo) > likelihood(model, tokenizer, anti)
    return 100.0 * wins / max(len(triples), 1)
