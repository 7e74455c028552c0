"""Intent detection: every token of each label is scored."""
import torch


class LabelScorer:
    def __init__(self, lm, tok, labels):
        self.lm, self.tok, self.labels = lm.eval(), tok, labels

    @torch.no_grad()
    def loglik(self, prompt, label):
        enc = self.tok(f"{prompt} {label}", return_offsets_mapping=True)
        ids = torch.tensor(enc["input_ids"])
        lp = self.lm(ids[None]).logits[0].float().log_softmax(-1)
        total = 0.0
        for j in range(1, len(ids)):
            if enc["offset_mapping"][j][1] > len(prompt):
                total += lp[j - 1, ids[j]].item()
        return total

    def predict(self, utterance):
        prompt = f"User: {utterance}\nIntent:"
        return max(self.labels, key=lambda name: self.loglik(prompt, name))
