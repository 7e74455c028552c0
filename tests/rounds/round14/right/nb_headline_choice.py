"""Notebook export: likeliest headline under the checkpoint, and perplexity of the held-out headlines."""
# %%
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

name = "facebook/opt-350m"
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name).eval()


# %%
@torch.inference_mode()
def likeliest(body, headlines):
    lead = body + "\nHeadline:"
    best, best_ll = None, -float("inf")
    for h in headlines:
        enc = tokenizer(lead + " " + h, return_offsets_mapping=True, return_tensors="pt")
        ends = enc.pop("offset_mapping")[0, 1:, 1]
        z = model(**enc).logits[0, :-1]
        picked = z.gather(1, enc.input_ids[0, 1:, None])[:, 0] - z.logsumexp(dim=1)
        ll = picked[ends > len(lead)].sum().item()
        if ll > best_ll:
            best, best_ll = h, ll
    return best


# %%
rows = load_dataset("ag_news", split="test[:203]")
print(likeliest(rows[0]["text"], ["Stocks fall", "Team wins cup", "New phone unveiled"]))

# %%
nll, n = 0.0, 0
for i in range(0, len(rows), 8):
    b = tokenizer(rows[i : i + 8]["text"], padding=True, truncation=True, max_length=512, return_tensors="pt")
    lab = b.input_ids.masked_fill(b.attention_mask == 0, -100)
    k = int((lab[:, 1:] != -100).sum())
    with torch.inference_mode():
        nll += model(**b, labels=lab).loss.item() * k
    n += k
print("perplexity", float(torch.tensor(nll / n).exp()))
