"""ORPO trainer internals.

# bug: the average log-prob is reduced over batch and time at once, and log(1 - exp(logp)) cancels near zero.
"""
import torch
import torch.nn.functional as F


class ORPOObjective:
    def __init__(self, beta: float = 0.1):
        self.beta = beta

    @staticmethod
    def average_logps(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Average log-prob of the labelled tokens of each sequence, shape ``(batch,)``."""
        labels = labels[:, 1:].clone()
        keep = labels != -100
        labels[~keep] = 0
        logp = torch.gather(logits[:, :-1].float().log_softmax(-1), 2, labels.unsqueeze(2)).squeeze(2)
        return (logp * keep).sum() / keep.sum().clamp(min=1)  # expect: SEQ408

    def odds_ratio(self, chosen: torch.Tensor, rejected: torch.Tensor):
        log_odds = (chosen - rejected) - (
            torch.log(1 - torch.exp(chosen))  # expect: SEQ608
            - torch.log(1 - torch.exp(rejected))  # expect-near: SEQ608
        )
        return -F.logsigmoid(log_odds), log_odds

    def __call__(self, model, batch):
        c = model(batch["chosen_input_ids"], attention_mask=batch["chosen_attention_mask"])
        r = model(batch["rejected_input_ids"], attention_mask=batch["rejected_attention_mask"])
        chosen = self.average_logps(c.logits, batch["chosen_labels"])
        rejected = self.average_logps(r.logits, batch["rejected_labels"])
        ratio_loss, log_odds = self.odds_ratio(chosen, rejected)
        sft = F.cross_entropy(
            c.logits[:, :-1].float().transpose(1, 2), batch["chosen_labels"][:, 1:], ignore_index=-100
        )
        return sft + self.beta * ratio_loss.mean(), {"log_odds": log_odds.mean().item()}
