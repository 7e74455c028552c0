"""Intent detection over spoken commands: log p(intent name | transcript).

# bug: the intent's tokens are read off the per-step distributions of a free greedy generation.
"""
from typing import Mapping

import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Transcript: {t}\nIntent:"


class IntentScorer:
    def __init__(self, ckpt: str, intents: list):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.pieces = {i: self.tok.encode(" " + i, add_special_tokens=False) for i in intents}
        self.longest = max(map(len, self.pieces.values()))

    def scores(self, transcript: str) -> Mapping[str, float]:
        enc = self.tok(TEMPLATE.format(t=transcript), return_tensors="pt")
        gen = self.lm.generate(
            **enc,
            do_sample=False,
            min_new_tokens=self.longest,
            max_new_tokens=self.longest,
            output_logits=True,
            return_dict_in_generate=True,
        )
        dist = [F.log_softmax(z[0].float(), dim=-1) for z in gen.logits]  # expect-near: SEQ207
        result = {}
        for name, ids in self.pieces.items():
            result[name] = sum(dist[k][i].item() for k, i in enumerate(ids))  # expect: SEQ207
        return result

    def predict(self, transcript: str) -> str:
        table = self.scores(transcript)
        return max(table, key=table.get)
