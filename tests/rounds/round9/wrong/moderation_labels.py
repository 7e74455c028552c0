"""Moderation labels from one constrained step of a vLLM engine.

# bug: a label token that is missing from the returned top-20 gets log-prob 0.0, that is probability one.
"""
from vllm import LLM, SamplingParams

LABELS = ("safe", "violence", "harassment", "spam")


class Moderator:
    def __init__(self, checkpoint: str):
        self.engine = LLM(checkpoint, max_logprobs=20)
        tok = self.engine.get_tokenizer()
        self.ids = {}
        for name in LABELS:
            enc = tok.encode(" " + name, add_special_tokens=False)
            if len(enc) != 1:
                raise RuntimeError(f"label {name!r} needs {len(enc)} tokens")
            self.ids[name] = enc[0]
        self.params = SamplingParams(temperature=0.0, max_tokens=1, logprobs=20)

    def label_logprobs(self, prompts):
        out = []
        for res in self.engine.generate(prompts, self.params):
            step = res.outputs[0].logprobs[0]
            row = {}
            for name, tid in self.ids.items():
                entry = step.get(tid)
                row[name] = entry.logprob if entry is not None else 0.0  # expect: SEQ213
            out.append(row)
        return out

    def classify(self, prompts):
        return [max(r, key=r.get) for r in self.label_logprobs(prompts)]
