"""Sample k programs per problem, keep each one's log-probability for the pass@k / likelihood plot.

# bug: sampling is truncated and sharpened, and the numbers kept as log p_model(program) come from
that truncated distribution
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CK = "bigcode/tiny_starcoder_py"
tok = AutoTokenizer.from_pretrained(CK)
model = AutoModelForCausalLM.from_pretrained(CK).eval()


def draw(prompt, k=20, n_new=256):
    enc = tok(prompt, return_tensors="pt")
    plen = enc.input_ids.shape[1]
    g = model.generate(
        **enc,
        do_sample=True,
        temperature=0.2,
        top_p=0.95,
        num_return_sequences=k,
        max_new_tokens=n_new,
        pad_token_id=tok.eos_token_id,
        return_dict_in_generate=True,
        output_scores=True,
    )
    new = g.sequences[:, plen:]
    total = torch.zeros(new.shape[0])
    alive = torch.ones(new.shape[0], dtype=torch.bool)
    for t, row in enumerate(g.scores):
        step = torch.log_softmax(row.float(), dim=-1)  # expect-near: SEQ110
        got = step.gather(1, new[:, t : t + 1]).squeeze(1)  # expect-near: SEQ110
        total = total + torch.where(alive, got, torch.zeros_like(got))
        alive = alive & (new[:, t] != tok.eos_token_id)
    return [
        {"program": tok.decode(s, skip_special_tokens=True), "logp_model": float(v)}  # expect: SEQ110
        for s, v in zip(new, total)
    ]


if __name__ == "__main__":
    with open("humaneval.jsonl") as fi, open("draws.jsonl", "w") as fo:
        for line in fi:
            task = json.loads(line)
            fo.write(json.dumps({"id": task["task_id"], "draws": draw(task["prompt"])}) + "\n")
