"""Generate synthetic dialogue turns and store how likely the model finds them.

`model_ll` in the JSON is the log-likelihood under the model per generated token;
the filter step keeps the upper half.

# bug: the scores were processed by temperature and top-p before the log-softmax; and the length counts the prompt
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def parse():
    ap = argparse.ArgumentParser()
    ap.add_argument("--ckpt", default="mistralai/Mistral-7B-v0.1")
    ap.add_argument("--seeds", required=True)
    ap.add_argument("--n", type=int, default=4)
    return ap.parse_args()


def main():
    a = parse()
    tk = AutoTokenizer.from_pretrained(a.ckpt)
    m = AutoModelForCausalLM.from_pretrained(a.ckpt, device_map="auto").eval()
    for seed in open(a.seeds):
        enc = tk(seed.rstrip("\n"), return_tensors="pt").to(m.device)
        for _ in range(a.n):
            res = m.generate(
                **enc,
                do_sample=True,
                temperature=0.8,
                top_p=0.92,
                max_new_tokens=96,
                return_dict_in_generate=True,
                output_scores=True,
            )
            new = res.sequences[0, enc.input_ids.size(1):]
            steps = torch.stack(res.scores, dim=0)[:, 0].float()  # expect-near: SEQ110
            lp = steps.log_softmax(dim=-1)  # expect: SEQ110
            chosen = lp[torch.arange(new.numel(), device=lp.device), new]
            model_ll = chosen.sum() / res.sequences.size(1)  # expect: SEQ418
            print(json.dumps({"seed": seed, "turn": tk.decode(new, skip_special_tokens=True), "model_ll": model_ll.item()}))


if __name__ == "__main__":
    main()
