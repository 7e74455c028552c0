"""Implicit DPO reward margins; masks are derived, the batch stays as it came."""
import torch


def response_mask(attn, prompt_lens):
    pos = torch.arange(attn.size(1), device=attn.device)
    return attn * (pos[None] >= prompt_lens[:, None])


@torch.no_grad()
def summed(lm, side):
    z = lm(input_ids=side["input_ids"], attention_mask=side["attention_mask"]).logits
    lp = torch.log_softmax(z[:, :-1].float(), -1)
    tok = lp.gather(-1, side["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * response_mask(side["attention_mask"], side["prompt_lens"])[:, 1:]).sum(-1)


def margins(policy, ref, batch, beta=0.1):
    policy.eval()
    ref.eval()
    logits = (summed(policy, batch["chosen"]) - summed(ref, batch["chosen"])) - (
        summed(policy, batch["rejected"]) - summed(ref, batch["rejected"])
    )
    return beta * logits


def loss_and_acc(policy, ref, batch, beta=0.1):
    m = margins(policy, ref, batch, beta)
    return -torch.nn.functional.logsigmoid(m).mean().item(), (m > 0).float().mean().item()
