"""Zero-shot intent detection: the intent whose name the model would most likely write.

# bug: the tokens of the intent name are looked up in the steps of a free generation that followed other tokens
"""
import torch


class IntentGuesser:
    PROMPT = 'Customer: "{u}"\nThe customer wants to'

    def __init__(self, tok, lm, intents):
        self.tok, self.lm = tok, lm.eval()
        self.names = {i: torch.tensor(tok.encode(" " + i, add_special_tokens=False)) for i in intents}

    def _steps(self, utterance, n):
        enc = self.tok(self.PROMPT.format(u=utterance), return_tensors="pt")
        out = self.lm.generate(
            **enc, max_new_tokens=n, min_new_tokens=n, do_sample=False,
            output_logits=True, return_dict_in_generate=True,
        )
        return torch.cat(out.logits, dim=0).float().log_softmax(-1)  # expect-near: SEQ207

    def scores(self, utterance):
        longest = max(v.numel() for v in self.names.values())
        steps = self._steps(utterance, longest)
        table = {}
        for name, ids in self.names.items():
            table[name] = steps[torch.arange(ids.numel()), ids].sum().item()  # expect: SEQ207
        return table

    def __call__(self, utterance):
        t = self.scores(utterance)
        return max(t, key=t.get)
