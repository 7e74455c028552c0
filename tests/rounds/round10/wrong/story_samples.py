"""Sample story continuations and store each with the model's own log-probability.

# bug: the stored log-probability comes from the temperature/top-p processed scores, not from the model's distribution.
"""
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

set_seed(7)
NAME = "EleutherAI/pythia-410m"

tk = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForCausalLM.from_pretrained(NAME)
net.eval()

prompts = Path("prompts.txt").read_text().splitlines()
records = []

for prompt in prompts:
    enc = tk(prompt, return_tensors="pt")
    n = enc.input_ids.shape[1]
    with torch.no_grad():
        g = net.generate(  # expect-near: SEQ110
            **enc,
            do_sample=True,
            temperature=0.8,  # expect-near: SEQ110
            top_p=0.92,  # expect-near: SEQ110
            max_new_tokens=80,
            return_dict_in_generate=True,
            output_scores=True,
        )
    steps = net.compute_transition_scores(g.sequences, g.scores, normalize_logits=True)  # expect: SEQ110
    text = tk.decode(g.sequences[0, n:], skip_special_tokens=True)
    records.append(
        {
            "prompt": prompt,
            "text": text,
            "model_logprob": steps[0].sum().item(),  # expect-near: SEQ110
            "n_tokens": steps.shape[1],
        }
    )

Path("samples.jsonl").write_text("\n".join(map(json.dumps, records)))
