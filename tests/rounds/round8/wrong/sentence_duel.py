"""Class 10b, sheet 4: which of two sentences does the little GPT find likelier?

Notebook export; run the cells from top to bottom.

# bug: raw logits of the following words are added up as a sentence log-probability, without log_softmax
"""
# %%
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("distilgpt2")
net = GPT2LMHeadModel.from_pretrained("distilgpt2").eval()

duels = [
    ("The cat sat on the mat.", "The cat sat on the democracy."),
    ("She poured herself some tea.", "She poured herself some granite."),
    ("He do not likes it.", "He does not like it."),
]


# %%
@torch.inference_mode()
def liking(sentence):
    """Log-probability the network gives to the sentence, first word piece taken as given."""
    ids = tok(sentence, return_tensors="pt").input_ids[0]
    table = net(ids[None]).logits[0]
    total = 0.0
    for row, nxt in zip(table[:-1], ids[1:]):
        total += row[nxt].item()  # expect: SEQ101
    return total  # expect-near: SEQ101


# %%
points = 0
for left, right in duels:
    a, b = liking(left), liking(right)
    print(f"{a:9.2f}  {left}")
    print(f"{b:9.2f}  {right}")
    points += a > b
print("first sentence preferred:", points, "of", len(duels))
