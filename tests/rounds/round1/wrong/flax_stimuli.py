"""Surprisal norms for reading-time stimuli (Flax GPT-2).

# bug: the token ids index the position axis of the log-prob matrix (JAX clamps, nothing raises).
"""
import jax
import pandas as pd
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

tk = AutoTokenizer.from_pretrained("gpt2")
mdl = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


def surprisal(sentence):
    ids = tk(tk.bos_token + sentence, return_tensors="np")["input_ids"]
    nlp = -jax.nn.log_softmax(mdl(ids).logits, axis=-1)
    rows = nlp[0, :-1]
    return float(rows[ids[0, 1:]].sum())  # expect: SEQ205


def run(path):
    df = pd.read_csv(path, sep="\t")
    df["surprisal"] = [surprisal(s) for s in df["sentence"]]
    df.to_csv(path.replace(".tsv", ".scored.tsv"), sep="\t", index=False)


if __name__ == "__main__":
    run("stimuli.tsv")
