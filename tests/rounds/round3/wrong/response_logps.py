"""Log-probabilities of responses for a preference trainer.

# bug: the loss mask is cut like the inputs, while the gathered tokens are the shifted ones
"""
import torch


class LogpMixin:
    """Expects self.model and a batch with input_ids, attention_mask, loss_mask.

    loss_mask is 1 on the response tokens of input_ids.
    """

    model: torch.nn.Module

    def response_logps(self, batch):
        logits = self.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        lsm = logits[:, :-1].float().log_softmax(dim=-1)
        tok = torch.gather(lsm, -1, batch["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
        keep = batch["loss_mask"][:, :-1]  # expect-near: SEQ203
        return (tok * keep).sum(-1)  # expect: SEQ203
