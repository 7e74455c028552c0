"""Surprisal and entropy predictors for the self-paced reading study.

# bug: token t is looked up in the distribution at position t (which predicts t+1); the entropy is -p log p of the tokens that occurred instead of a sum over the vocabulary.
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
model.eval()


def forward(sentence):
    enc = tokenizer(sentence, return_tensors="pt")
    with torch.no_grad():
        z = model(**enc).logits[0]
    return enc.input_ids[0], torch.log_softmax(z, dim=-1)


def surprisals(sentence):
    ids, lp = forward(sentence)
    rows = []
    for i, tok in enumerate(ids.tolist()):
        rows.append({"token": tokenizer.decode([tok]), "surprisal": -lp[i, tok].item()})  # expect: SEQ201
    return pd.DataFrame(rows[1:])


def mean_predictive_entropy(sentence):
    """Average entropy (nats) of the next-token distribution along the sentence."""
    ids, lp = forward(sentence)
    n = len(ids) - 1
    seen = lp[torch.arange(n), ids[1:]]  # expect-near: SEQ416
    h = -(seen.exp() * seen).sum()  # expect: SEQ416
    return (h / max(n, 1)).item()


if __name__ == "__main__":
    stimuli = pd.read_csv("stimuli.csv")
    stimuli["entropy"] = stimuli.sentence.map(mean_predictive_entropy)
    stimuli.to_csv("stimuli_entropy.csv", index=False)
    pd.concat([surprisals(s) for s in stimuli.sentence]).to_csv("surprisal.csv", index=False)
