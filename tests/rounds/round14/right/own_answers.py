"""Cells: average log-prob of the greedy answer from the raw logits, with the geometric-mean token probability."""
# In[1]:
import polars as pl
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

name = "Qwen/Qwen2.5-0.5B"
tk = AutoTokenizer.from_pretrained(name)
m = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()


# In[2]:
def answer(question):
    x = tk(question, return_tensors="pt")
    g = m.generate(**x, max_new_tokens=32, do_sample=False, output_logits=True, return_dict_in_generate=True)
    new = g.sequences[0, x["input_ids"].size(1) :]
    table = torch.stack(g.logits, dim=1)[0].log_softmax(-1)
    return tk.decode(new, skip_special_tokens=True), table[torch.arange(len(new)), new]


# In[3]:
out = []
for q in ("Who wrote Faust?", "What is the capital of Peru?"):
    text, lps = answer(q)
    out.append({"q": q, "a": text, "avg_logprob": lps.mean().item(),
                "geo_mean_prob": lps.mean().exp().item(), "ppl": (-lps.mean()).exp().item()})
print(pl.DataFrame(out).sort("avg_logprob"))
