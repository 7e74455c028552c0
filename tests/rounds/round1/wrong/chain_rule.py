"""Explain the chain rule on a sentence (lecture notebook as script).

# bug: the log-probabilities are multiplied along the chain instead of added.
"""
# %%
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("distilgpt2")
lm = AutoModelForCausalLM.from_pretrained("distilgpt2").eval()

# %%
sentence = "The cat sat on the mat"
ids = tok(sentence, return_tensors="pt").input_ids
with torch.no_grad():
    logp = lm(ids).logits[0].log_softmax(-1)

# %%
joint = torch.tensor(1.0)
for t in range(1, ids.shape[1]):
    step = logp[t - 1, ids[0, t]]
    print(f"{tok.decode(ids[0, t])!r:>10}  {step.item():.3f}")
    joint = joint * step  # expect: SEQ407

# %%
print("log p(sentence) =", joint.item())  # expect-near: SEQ407
