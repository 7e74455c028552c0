"""Intent classification with a causal LM: which label does the model prefer?

# bug: every label's tokens are looked up in the logits of one free-running generation that did not contain the label
"""
import torch


class IntentPicker:
    """`labels` maps an intent to its token ids, as they occur after the prompt."""

    def __init__(self, lm, tokenizer, labels):
        self.lm = lm.eval()
        self.tk = tokenizer
        self.label_ids = {name: torch.tensor(ids) for name, ids in labels.items()}
        self.depth = max(len(v) for v in self.label_ids.values())

    @torch.no_grad()
    def _steps(self, utterance):
        enc = self.tk(f"Utterance: {utterance}\nIntent:", return_tensors="pt")
        gen = self.lm.generate(
            **enc.to(self.lm.device),
            do_sample=False,
            min_new_tokens=self.depth,
            max_new_tokens=self.depth,
            return_dict_in_generate=True,
            output_logits=True,
        )
        return torch.stack(gen.logits, dim=1)[0].float().log_softmax(dim=-1).cpu()

    def loglik(self, utterance):
        lp = self._steps(utterance)  # expect-near: SEQ207
        res = {}
        for name, ids in self.label_ids.items():
            res[name] = lp[torch.arange(len(ids)), ids].sum().item()  # expect: SEQ207
        return res

    def __call__(self, utterance):
        ll = self.loglik(utterance)
        return max(ll, key=ll.get)
