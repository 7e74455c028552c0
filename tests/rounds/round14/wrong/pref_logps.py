"""Log-probabilities for the preference trainer.

# bug: the policy's response mask is cut [:, :-1] although its targets are [:, 1:]; the reference log_softmax and its sum run in bfloat16.
"""
import torch


def policy_logps(logits, input_ids, response_mask):
    """Summed response log-probability per row. response_mask is 1 on response tokens of input_ids."""
    logp = logits[:, :-1].float().log_softmax(dim=-1)
    tok = logp.gather(-1, input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * response_mask[:, :-1]).sum(dim=-1)  # expect: SEQ203


@torch.no_grad()
def reference_logps(ref, batch):
    out = ref(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    z = out.logits[:, :-1].to(torch.bfloat16)  # expect-near: SEQ607
    logp = z.log_softmax(dim=-1)  # expect: SEQ607
    tok = logp.gather(-1, batch["input_ids"][:, 1:].unsqueeze(-1)).squeeze(-1)
    return (tok * batch["response_mask"][:, 1:]).sum(dim=-1)  # expect-near: SEQ607


def implicit_reward(policy, ref, batch, beta):
    out = policy(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    pi = policy_logps(out.logits, batch["input_ids"], batch["response_mask"])
    return beta * (pi - reference_logps(ref, batch).float())
