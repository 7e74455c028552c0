"""Answer with the small model, hand over to the large one when the answer's log-prob is low.

# bug: generate()'s scores are gathered and averaged as log-probs although they were never log-softmaxed
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Routed:
    text: str
    avg_logprob: float
    escalate: bool


class Router:
    def __init__(self, small: str, floor: float = -0.7):
        self.tok = AutoTokenizer.from_pretrained(small, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(small, torch_dtype=torch.float32).eval()
        self.floor = floor

    @torch.no_grad()
    def answer(self, questions):
        enc = self.tok(questions, padding=True, return_tensors="pt")
        out = self.lm.generate(
            **enc,
            max_new_tokens=48,
            do_sample=False,
            return_dict_in_generate=True,
            output_scores=True,
        )
        new = out.sequences[:, enc.input_ids.shape[1]:]
        steps = torch.stack(out.scores, dim=1)
        chosen = steps.gather(-1, new.unsqueeze(-1)).squeeze(-1)  # expect: SEQ112
        stop = new.eq(self.tok.eos_token_id).long()
        real = (stop.cumsum(1) - stop).eq(0)
        per_answer = chosen.masked_fill(~real, 0.0).sum(1) / real.sum(1).clamp(min=1)  # expect-near: SEQ112
        texts = self.tok.batch_decode(new, skip_special_tokens=True)
        return [
            Routed(t, float(s), bool(s < self.floor)) for t, s in zip(texts, per_answer)
        ]


if __name__ == "__main__":
    r = Router("Qwen/Qwen2.5-1.5B")
    for item in r.answer(["Q: capital of Peru?\nA:", "Q: who wrote Emma?\nA:"]):
        print(item)
