"""Zero-shot intents: every intent name is appended to the prompt and scored in one forward pass."""
import torch


class IntentModel:
    def __init__(self, tok, lm, names):
        self.tok, self.lm, self.names = tok, lm.eval(), list(names)

    @torch.inference_mode()
    def _name_logprob(self, head, name):
        enc = self.tok(head + " " + name, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, 1:, 1]
        lp = self.lm(**enc).logits[0, :-1].float().log_softmax(-1)
        ids = enc.input_ids[0, 1:]
        own = lp[torch.arange(ids.numel()), ids]
        return own[ends > len(head)].sum().item()

    def predict(self, utterance):
        head = f'Customer: "{utterance}"\nThe customer wants to'
        return max(self.names, key=lambda n: self._name_logprob(head, n))
