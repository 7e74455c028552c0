"""Story Cloze endings, scored with sums of log-probabilities."""
import torch


class EndingModel:
    def __init__(self, lm):
        self.lm = lm.eval()

    @torch.inference_mode()
    def __call__(self, story, ending):
        seq = torch.tensor([story + ending])
        z = self.lm(seq).logits[0].float().log_softmax(-1)
        value = 0.0
        for k, tok_id in enumerate(ending):
            value += z[len(story) + k - 1, tok_id].item()
        return value

    def choose(self, story, a, b):
        return 0 if self(story, a) > self(story, b) else 1
