"""Sample continuations, then report both the model's own log-likelihood and the sampler's (tempered) one."""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed

NAME, TAU = "EleutherAI/pythia-410m", 0.7


@torch.no_grad()
def logliks(net, seq, cut, tau):
    z = net(seq).logits[:, cut - 1 : -1].float()
    y = seq[:, cut:, None]

    def total(v):
        return v.log_softmax(-1).gather(-1, y).sum().item()

    return {"model": total(z), "behaviour_policy": total(z / tau)}


def main(n=20):
    tok = AutoTokenizer.from_pretrained(NAME)
    net = AutoModelForCausalLM.from_pretrained(NAME).eval()
    enc = tok("Once upon a time", return_tensors="pt")
    cut = enc.input_ids.shape[1]
    with open("stories.jsonl", "w") as fh:
        for seed in range(n):
            set_seed(seed)
            seq = net.generate(**enc, do_sample=True, temperature=TAU, top_k=0, max_new_tokens=120)
            row = dict(seed=seed, text=tok.decode(seq[0, cut:]), **logliks(net, seq, cut, TAU))
            fh.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
