"""Cells: how sure was the model of its own greedy answer, and how predictable is the question text?

# bug: generate's scores are gathered and averaged without log_softmax; question_ppl is exp of the positive mean log-prob.
"""
# In[1]:
import pandas as pd
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

name = "Qwen/Qwen2.5-0.5B"
tk = AutoTokenizer.from_pretrained(name)
m = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()


# In[2]:
def answer(question):
    x = tk(question, return_tensors="pt")
    n = x["input_ids"].size(1)
    g = m.generate(**x, max_new_tokens=32, do_sample=False, output_scores=True, return_dict_in_generate=True)
    steps = torch.stack(g.scores, dim=1)  # expect-near: SEQ112
    new = g.sequences[:, n:]
    vals = steps.gather(2, new.unsqueeze(2)).squeeze(2)  # expect: SEQ112
    return tk.decode(new[0], skip_special_tokens=True), vals.mean().item()  # expect-near: SEQ112


# In[3]:
@torch.no_grad()
def question_ppl(question):
    x = tk(question, return_tensors="pt")["input_ids"]
    lp = F.log_softmax(m(x).logits[0, :-1], dim=-1)
    lp = lp[torch.arange(x.size(1) - 1), x[0, 1:]]
    return lp.mean().exp().item()  # expect: SEQ413


# In[4]:
qs = ["Who wrote Faust?", "What is the capital of Peru?", "When did Apollo 11 land on the moon?"]
rows = []
for q in qs:
    a, avg_logprob = answer(q)
    rows.append({"q": q, "a": a, "avg_logprob": avg_logprob, "question_ppl": question_ppl(q)})
print(pd.DataFrame(rows).sort_values("avg_logprob"))
