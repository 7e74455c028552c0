"""Generate stories with a local checkpoint and write each one's log-likelihood under the base model.

# bug: the logits are divided by the sampling temperature before the log-softmax whose values are reported as the model's likelihood.
"""
import argparse
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed


def parse():
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="EleutherAI/pythia-410m")
    ap.add_argument("--temperature", type=float, default=0.7)
    ap.add_argument("--n", type=int, default=20)
    ap.add_argument("--max-new", type=int, default=120)
    return ap.parse_args()


@torch.no_grad()
def model_loglik(model, seq, n_prompt, temperature):
    """log p(story | prompt) as the model itself sees it."""
    z = model(seq).logits.float()
    z = z[:, n_prompt - 1 : -1] / temperature  # expect-near: SEQ110
    lp = torch.log_softmax(z, dim=-1)  # expect: SEQ110
    return lp.gather(-1, seq[:, n_prompt:, None]).sum().item()


if __name__ == "__main__":
    args = parse()
    tok = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model).eval()
    start = tok("Once upon a time", return_tensors="pt")
    n0 = start.input_ids.shape[1]
    for k in range(args.n):
        set_seed(k)
        seq = model.generate(**start, do_sample=True, temperature=args.temperature, max_new_tokens=args.max_new)
        rec = {"seed": k, "text": tok.decode(seq[0, n0:]), "loglik": model_loglik(model, seq, n0, args.temperature)}
        sys.stdout.write(json.dumps(rec) + "\n")
