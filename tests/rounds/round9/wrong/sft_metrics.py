"""Metrics logged by the SFT trainer on validation batches.

# bug: perplexity is taken of a label-smoothed loss, and the average response log-prob divides by the padded length.
"""
import torch
import torch.nn.functional as F


class SFTMetrics:
    def __init__(self, smoothing: float = 0.1):
        self.smoothing = smoothing

    def objective(self, logits, labels):
        return F.cross_entropy(
            logits[:, :-1].flatten(0, 1).float(),
            labels[:, 1:].flatten(),
            ignore_index=-100,
            label_smoothing=self.smoothing,
        )

    @staticmethod
    def response_logps(logits, labels):
        """Mean log-prob per response token for every row."""
        tgt = labels[:, 1:]
        m = (tgt != -100).float()
        lp = logits[:, :-1].float().log_softmax(-1)
        tok = lp.gather(2, tgt.clamp(min=0)[:, :, None])[:, :, 0]
        return (tok * m).mean(dim=-1)  # expect: SEQ303

    @torch.no_grad()
    def __call__(self, model, batch):
        logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        loss = self.objective(logits, batch["labels"])
        return {
            "val/loss": loss.item(),
            "val/perplexity": loss.exp().item(),  # expect: SEQ414
            "val/response_logp": self.response_logps(logits, batch["labels"]).tolist(),
        }
