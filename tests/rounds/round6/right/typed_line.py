"""Log-probability and geometric-mean probability of the line a developer typed."""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class TypedLine:
    def __init__(self, ckpt="Salesforce/codegen-350M-mono"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.inference_mode()
    def logprob(self, before, line):
        """(sum of token log-probs of ``line`` given ``before``, number of those tokens)."""
        e = self.tok(before + line, return_offsets_mapping=True)
        ids = torch.tensor([e["input_ids"]])
        out = self.net(ids).logits[0].float()
        acc, n = 0.0, 0
        for pos, (_, end) in enumerate(e["offset_mapping"]):
            if pos == 0 or end <= len(before):
                continue
            row = out[pos - 1]
            acc += (row[ids[0, pos]] - torch.logsumexp(row, 0)).item()
            n += 1
        return acc, n

    def report(self, source):
        lines = source.splitlines(keepends=True)
        for i in range(1, len(lines)):
            if not lines[i].strip():
                continue
            lp, n = self.logprob("".join(lines[:i]), lines[i])
            if n:
                yield {"line": i + 1, "logprob": lp, "geo_mean_p": math.exp(lp / n)}
