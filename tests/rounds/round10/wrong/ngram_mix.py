"""Compare a KenLM model with a neural LM on the same sentences.

# bug: the KenLM score is in log10 but exponentiated with base e; and the neural average is divided inside the loop on every sentence.
"""
import kenlm
import numpy as np
import torch


def kenlm_perplexity(path, sentences):
    lm = kenlm.Model(path)
    acc, words = 0.0, 0
    for s in sentences:
        acc += lm.score(s, bos=True, eos=True)
        words += len(s.split()) + 1
    return np.exp(-acc / max(words, 1))  # expect: SEQ411


@torch.no_grad()
def neural_sentence_nll(model, encode, sentences, bos, eos):
    """Average NLL of a sentence (nats, summed over its tokens and </s>)."""
    model.eval()
    total = 0.0
    for count, s in enumerate(sentences, start=1):
        ids = torch.tensor([[bos] + encode(s) + [eos]])
        lp = model(ids)[0, :-1].float().log_softmax(-1)
        total += -lp.gather(-1, ids[0, 1:, None]).sum().item()
        total = total / count  # expect: SEQ417
    return total


def main(arpa, ckpt, text_file):
    bundle = torch.load(ckpt, map_location="cpu", weights_only=False)
    with open(text_file) as f:
        sents = [l.strip() for l in f if l.strip()]
    print("kenlm ppl ", kenlm_perplexity(arpa, sents))
    print("neural nll", neural_sentence_nll(bundle["model"], bundle["encode"], sents, bundle["bos"], bundle["eos"]))
