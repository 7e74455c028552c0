"""Sample continuations and log log p_model(continuation | prompt) for an audit.

# bug: the scores kept by generate are tempered and nucleus-filtered, so this is the sampler's distribution and not the model's
"""
import csv
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def audit(model, tok, prompt, n_new=40):
    enc = tok(prompt, return_tensors="pt").to(model.device)
    res = model.generate(
        **enc,
        do_sample=True,
        temperature=0.7,
        top_p=0.9,
        max_new_tokens=n_new,
        return_dict_in_generate=True,
        output_scores=True,
    )
    fresh = res.sequences[0, enc.input_ids.shape[1]:]
    steps = torch.stack(res.scores, dim=0)[:, 0]
    table = torch.log_softmax(steps.float(), dim=-1)  # expect: SEQ110
    model_logprob = table[torch.arange(len(fresh)), fresh].sum()  # expect-near: SEQ110
    return tok.decode(fresh, skip_special_tokens=True), model_logprob.item()


if __name__ == "__main__":
    name = sys.argv[1]
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    out = csv.writer(sys.stdout)
    out.writerow(["prompt", "text", "model_logprob"])
    for p in sys.stdin.read().splitlines():
        out.writerow([p, *audit(lm, tok, p)])
