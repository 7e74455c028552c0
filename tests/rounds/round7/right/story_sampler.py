"""Sample stories at temperature 0.7 and score them with the unwarped model."""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def story(tok, lm, prompt, length):
    batch = tok(prompt, return_tensors="pt")
    g = lm.generate(
        **batch,
        do_sample=True,
        temperature=0.7,
        top_p=0.92,
        max_new_tokens=length,
        output_logits=True,
        return_dict_in_generate=True,
        pad_token_id=tok.eos_token_id,
    )
    fresh = g.sequences[:, batch["input_ids"].size(1):]
    raw = torch.stack(g.logits, dim=1).float()
    each = raw.log_softmax(-1).gather(2, fresh.unsqueeze(-1)).squeeze(-1)
    return {"story": tok.decode(fresh[0]), "model_logprob": float(each.sum())}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--ckpt", default="gpt2-medium")
    ap.add_argument("--n", type=int, default=20)
    a = ap.parse_args()
    tok = AutoTokenizer.from_pretrained(a.ckpt)
    lm = AutoModelForCausalLM.from_pretrained(a.ckpt).eval()
    for _ in range(a.n):
        print(json.dumps(story(tok, lm, "Once upon a time", 60)))


if __name__ == "__main__":
    main()
