"""Second-pass rescoring of ASR n-best lists with a GPT-2 style LM.

# bug: the language-model score adds up unnormalised chosen logits, and the final EOS of every hypothesis is masked because it doubles as the pad token.
"""
import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class LMRescorer:
    def __init__(self, name, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.pad_token = self.tok.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.no_grad()
    def __call__(self, hyps):
        eos = self.tok.eos_token
        enc = self.tok([eos + h + eos for h in hyps], return_tensors="pt", padding=True)
        enc = enc.to(self.device)
        out = self.lm(**enc).logits.float()
        nxt = enc.input_ids[:, 1:]
        picked = torch.gather(out[:, :-1], 2, nxt.unsqueeze(2)).squeeze(2)  # expect-near: SEQ101
        keep = nxt.ne(self.tok.pad_token_id)  # expect: SEQ304
        return (picked * keep).sum(dim=1).tolist()  # expect: SEQ101


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("nbest")
    ap.add_argument("--lm", default="gpt2")
    ap.add_argument("--weight", type=float, default=0.4)
    args = ap.parse_args()
    rescore = LMRescorer(args.lm)
    with open(args.nbest) as fh:
        for line in fh:
            utt = json.loads(line)
            lm = rescore([h["text"] for h in utt["hyps"]])
            total = [h["am_logp"] + args.weight * s for h, s in zip(utt["hyps"], lm)]
            best = max(range(len(total)), key=total.__getitem__)
            print(json.dumps({"id": utt["id"], "text": utt["hyps"][best]["text"]}))


if __name__ == "__main__":
    main()
