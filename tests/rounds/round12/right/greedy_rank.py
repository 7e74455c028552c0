"""Greedy continuations ordered by mean token log-probability (single prompts)."""
from transformers import AutoModelForCausalLM, AutoTokenizer


class Greedy:
    def __init__(self, repo):
        self.t = AutoTokenizer.from_pretrained(repo)
        self.m = AutoModelForCausalLM.from_pretrained(repo).float().eval()

    def __call__(self, prompt):
        x = self.t(prompt, return_tensors="pt")
        n = x.input_ids.shape[1]
        g = self.m.generate(
            **x,
            num_beams=1,
            do_sample=False,
            max_new_tokens=80,
            output_logits=True,
            return_dict_in_generate=True,
        )
        new = g.sequences[0, n:]
        lps = self.m.compute_transition_scores(g.sequences, g.logits, normalize_logits=True)[0]
        return {
            "text": self.t.decode(new, skip_special_tokens=True),
            "sum": lps.sum().item(),
            "mean": lps.sum().item() / max(new.numel(), 1),
        }


def order(repo, prompts):
    g = Greedy(repo)
    res = [dict(prompt=p, **g(p)) for p in prompts]
    return sorted(res, key=lambda r: -r["mean"])
