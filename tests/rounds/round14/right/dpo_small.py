"""DPO loss on padded pairs; masks come from the collator's attention mask and prompt lengths."""
import torch
import torch.nn.functional as F


def sequence_logp(model, ids, attn, prompt_len):
    """log pi(y|x): sum over the response tokens (EOS included)."""
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    y = ids[:, 1:]
    lp = z.log_softmax(-1).gather(-1, y[..., None]).squeeze(-1)
    pos = torch.arange(1, ids.size(1), device=ids.device)
    m = attn[:, 1:].bool() & (pos >= prompt_len[:, None])
    return (lp * m).sum(-1)


class DPOLoss(torch.nn.Module):
    def __init__(self, beta=0.1):
        super().__init__()
        self.beta = beta

    def forward(self, policy, frozen, win, lose):
        logits = sequence_logp(policy, **win) - sequence_logp(policy, **lose)
        with torch.no_grad():
            base = sequence_logp(frozen, **win) - sequence_logp(frozen, **lose)
        return -F.logsigmoid(self.beta * (logits - base)).mean()
