"""Completion log-probs; pads are told by the attention mask, the batch is left as it was."""
import torch


@torch.no_grad()
def completion_logps(model, batch):
    model.eval()
    y = batch["labels"].masked_fill(batch["attention_mask"] == 0, -100)[:, 1:]
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
    on = y != -100
    tok = z.log_softmax(-1).gather(-1, y.clamp(min=0)[..., None]).squeeze(-1)
    return tok.masked_fill(~on, 0.0).sum(-1)
