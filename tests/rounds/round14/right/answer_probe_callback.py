"""Trainer callback: gold answers of a probe set, prompt tokens excluded by character offsets.

Reports the average answer log-likelihood (sum over tokens) and the macro average of per-answer token means."""
import torch
from transformers import TrainerCallback


class AnswerProbe(TrainerCallback):
    def __init__(self, probes, tokenizer, sink, every=200):
        self.probes, self.tok, self.sink, self.every = probes, tokenizer, sink, every

    @torch.no_grad()
    def _score(self, model, q, a):
        lead = f"Question: {q}\nAnswer:"
        enc = self.tok(lead + " " + a, return_tensors="pt", return_offsets_mapping=True)
        keep = enc.pop("offset_mapping")[0, 1:, 1] > len(lead)
        enc = enc.to(model.device)
        y = enc["input_ids"][0, 1:]
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)[torch.arange(len(y), device=y.device), y]
        return lp[keep.to(lp.device)]

    def on_evaluate(self, args, state, control, model=None, **kw):
        training = model.training
        model.eval()
        rows = [self._score(model, p["q"], p["a"]) for p in self.probes]
        model.train(training)
        sums = [r.sum().item() for r in rows]
        means = [r.mean().item() for r in rows if r.numel()]
        self.sink({
            "step": state.global_step,
            "answer_ll": sum(sums) / max(len(sums), 1),
            "answer_ll_per_token_macro": sum(means) / max(len(means), 1),
        })
