"""Recompute the log-probabilities of stored rollouts with the current policy.

# bug: log_softmax runs in bfloat16
# bug: the completion mask is cut at the end although the targets are cut at the start
"""
import json
from pathlib import Path

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM


def load_rollouts(path):
    for line in Path(path).read_text().splitlines():
        r = json.loads(line)
        full = torch.tensor(r["prompt_ids"] + r["completion_ids"])
        kind = torch.tensor([0] * len(r["prompt_ids"]) + [1] * len(r["completion_ids"]))
        yield full, kind


@torch.no_grad()
def rescore(ckpt, path, pad_id, size=16):
    policy = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16)
    policy.eval().to("cuda")
    rows = list(load_rollouts(path))
    result = []
    for i in range(0, len(rows), size):
        seqs, kinds = zip(*rows[i : i + size])
        ids = pad_sequence(seqs, batch_first=True, padding_value=pad_id).cuda()
        completion = pad_sequence(kinds, batch_first=True, padding_value=0).cuda()
        attn = pad_sequence([torch.ones_like(s) for s in seqs], batch_first=True).cuda()
        raw = policy(input_ids=ids, attention_mask=attn).logits[:, :-1]
        logp = torch.log_softmax(raw, dim=-1)  # expect: SEQ607
        tok = logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1).float()
        result += (tok * completion[:, :-1]).sum(-1).tolist()  # expect: SEQ203
    return result


if __name__ == "__main__":
    import sys

    vals = rescore(sys.argv[1], sys.argv[2], pad_id=int(sys.argv[3]))
    print(len(vals), min(vals), max(vals))
