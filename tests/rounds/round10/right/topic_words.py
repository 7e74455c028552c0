# %%
"""Zero-shot topics; every token of a topic word is scored (sum of log-probs, joint tokenisation by offsets)."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bigscience/bloom-560m")
model = AutoModelForCausalLM.from_pretrained("bigscience/bloom-560m").eval()
TOPICS = ("sports", "geopolitics", "biotechnology", "entertainment")


# %%
@torch.no_grad()
def score(headline, topic):
    stem = f"Headline: {headline}\nThis article is about"
    enc = tok(f"{stem} {topic}", return_offsets_mapping=True, return_tensors="pt")
    ends = enc.pop("offset_mapping")[0, :, 1]
    first = int((ends > len(stem)).nonzero()[0])
    lp = model(**enc).logits[0, first - 1 : -1].float().log_softmax(-1)
    return torch.take_along_dim(lp, enc.input_ids[0, first:, None], 1).sum().item()


# %%
def classify(headline):
    return max(TOPICS, key=lambda t: score(headline, t))


print(classify("Central banks weigh another rate cut"))
