"""Minimal pairs: which sentence of the pair does the model find more likely?

# bug: the summed cross entropy of a row includes its padding positions
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("facebook/opt-350m", padding_side="right")
net = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").eval()


def sentence_nll(sents):
    batch = tk(sents, return_tensors="pt", padding=True)
    with torch.no_grad():
        z = net(**batch).logits
    tgt = batch.input_ids[:, 1:]
    ce = F.cross_entropy(z[:, :-1].transpose(1, 2), tgt, reduction="none")
    return ce.sum(dim=1)  # expect: SEQ302


def accuracy(pairs):
    hits = 0
    for good, bad in pairs:
        a, b = sentence_nll([good, bad])
        hits += int(a < b)
    return hits / max(len(pairs), 1)


if __name__ == "__main__":
    demo = [("The keys to the cabinet are here.", "The keys to the cabinet is here.")]
    print(accuracy(demo))
