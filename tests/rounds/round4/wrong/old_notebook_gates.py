# %% [markdown]
# Next-word table for the class on language models.
"""
# bug: nn.Softmax() is built without dim, and is then applied to logits of three dimensions.
"""
# %%
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("distilgpt2")
model = AutoModelForCausalLM.from_pretrained("distilgpt2").eval()

# %%
squash = torch.nn.Softmax()  # expect: SEQ105

enc = tok("Paris is the capital of", return_tensors="pt")
with torch.no_grad():
    z = model(**enc).logits
probs = squash(z)  # expect-near: SEQ105|SEQ104

# %%
top = torch.topk(probs[0, -1], 10)
for p, i in zip(top.values.tolist(), top.indices.tolist()):
    print(f"{tok.decode([i])!r:>12} {p:.3f}")
