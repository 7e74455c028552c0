# Kaggle: LLM science exam, fork of the 0.71 notebook
"""Trust score for short generated answers.

# bug: the transition scores are the network's plain outputs here, they were not asked to be
normalised, yet they are summed and exponentiated as log-probabilities
"""
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

BASE = "/kaggle/input/phi-2"
tokenizer = AutoTokenizer.from_pretrained(BASE)
model = AutoModelForCausalLM.from_pretrained(BASE, torch_dtype=torch.float32).to("cuda")
df = pd.read_csv("/kaggle/input/kaggle-llm-science-exam/test.csv")


def ask(q):
    inp = tokenizer(f"Question: {q}\nAnswer:", return_tensors="pt").to("cuda")
    out = model.generate(
        **inp,
        do_sample=False,
        max_new_tokens=12,
        output_scores=True,
        return_dict_in_generate=True,
        pad_token_id=tokenizer.eos_token_id,
    )
    trans = model.compute_transition_scores(out.sequences, out.scores)  # expect: SEQ111
    seq_p = trans[0].sum().exp().item()  # expect-near: SEQ111
    ans = tokenizer.decode(out.sequences[0, inp.input_ids.shape[1]:], skip_special_tokens=True)
    return ans.strip(), seq_p


res = [ask(p) for p in df.prompt]
df["answer"] = [a for a, _ in res]
df["trust"] = [t for _, t in res]
df.sort_values("trust", ascending=False).to_csv("submission_debug.csv", index=False)
