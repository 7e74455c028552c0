"""Sheet 4 (solutions): let the network vote between two sentences."""
# %%
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

VERSION = "distilgpt2"
tokenizer = AutoTokenizer.from_pretrained(VERSION)
gpt = GPT2LMHeadModel.from_pretrained(VERSION)
gpt.eval()


# %%
def vote(sentence):
    """log p(pieces 2..n | piece 1) in nats."""
    ids = tokenizer(sentence, return_tensors="pt").input_ids[0]
    with torch.no_grad():
        logits = gpt(ids.unsqueeze(0)).logits[0]
    logits = logits - logits.logsumexp(dim=-1, keepdim=True)
    s = 0.0
    for i, piece in enumerate(ids[1:].tolist()):
        s += logits[i, piece].item()
    return s


# %%
contests = [
    ("The moon is round.", "The moon is Tuesday."),
    ("They were late.", "They was late."),
]
wins = sum(vote(a) > vote(b) for a, b in contests)
print(f"{wins}/{len(contests)}")
