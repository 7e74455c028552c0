# Kaggle, science exam: trust column v2
import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

P = "/kaggle/input/phi-2"
tk = AutoTokenizer.from_pretrained(P)
net = AutoModelForCausalLM.from_pretrained(P, torch_dtype=torch.float32).to("cuda")
test = pd.read_csv("/kaggle/input/kaggle-llm-science-exam/test.csv")
rows = []
for q in test.prompt:
    inp = tk(f"Question: {q}\nAnswer:", return_tensors="pt").to("cuda")
    gen = net.generate(
        **inp,
        do_sample=False,
        max_new_tokens=12,
        output_scores=True,
        return_dict_in_generate=True,
        pad_token_id=tk.eos_token_id,
    )
    lp = net.compute_transition_scores(gen.sequences, gen.scores, normalize_logits=True)
    lp = lp[0].cpu().numpy()
    ans = tk.decode(gen.sequences[0, inp.input_ids.shape[1]:], skip_special_tokens=True)
    rows.append({"answer": ans.strip(), "p_seq": np.exp(lp.sum()), "p_tok": np.exp(lp.mean())})

out = pd.concat([test, pd.DataFrame(rows)], axis=1)
out.sort_values("p_tok", ascending=False).to_csv("debug.csv", index=False)
