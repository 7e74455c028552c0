"""Sample stories and keep those the model itself finds surprising.

# bug: the temperature/top-p processed scores of generate() are reported as the model's own log-probability
"""
import json

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
lm = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


def sample_one(prompt, n=60):
    enc = tok(prompt, return_tensors="pt")
    res = lm.generate(
        **enc,
        do_sample=True,
        temperature=0.7,
        top_p=0.92,
        max_new_tokens=n,
        return_dict_in_generate=True,
        output_scores=True,
        pad_token_id=tok.eos_token_id,
    )
    new = res.sequences[0, enc.input_ids.shape[1]:]
    steps = torch.stack([s[0] for s in res.scores]).float()
    lp = torch.log_softmax(steps, dim=-1)  # expect: SEQ110
    model_lp = lp.gather(1, new[:, None]).squeeze(1).sum().item()  # expect-near: SEQ110
    return {"text": tok.decode(new), "n": int(new.numel()), "model_logprob": model_lp}  # expect-near: SEQ110


if __name__ == "__main__":
    torch.manual_seed(11)
    with open("stories.jsonl", "w") as fh:
        for _ in range(20):
            fh.write(json.dumps(sample_one("Once upon a time")) + "\n")
