# %% [markdown]
"""Notebook: how well does pythia-160m compress our multilingual scrape?

# bug: bits per byte are divided by the number of characters; the corpus perplexity is the mean of the documents' perplexities
"""
# %%
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("EleutherAI/pythia-160m")
lm = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m").eval()

docs = pd.read_json("scrape.jsonl", lines=True)
docs = docs[docs.text.map(lambda t: 0 < len(t.encode("utf-8")) < 2000)].reset_index(drop=True)


# %%
@torch.no_grad()
def cost(text):
    ids = torch.tensor([[tok.bos_token_id] + tok(text)["input_ids"]])
    z = lm(ids).logits[0, :-1].float()
    return F.cross_entropy(z, ids[0, 1:], reduction="sum").item(), ids.shape[1] - 1


docs[["nats", "n_tok"]] = [cost(t) for t in docs.text]
docs["bits_per_byte"] = docs.nats / np.log(2) / docs.text.str.len()  # expect: SEQ422
docs["ppl"] = np.exp(docs.nats / docs.n_tok)

# %%
by_lang = docs.groupby("lang")["bits_per_byte"].median().sort_values()
print(by_lang.to_string())
corpus_perplexity = docs["ppl"].mean()  # expect: SEQ410
print(f"corpus perplexity over {int(docs.n_tok.sum()):,} tokens: {corpus_perplexity:.2f}")
